package io.sensormine.ingestion.lifecycle;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * Connections of the role that owns the tables, as migrations use it: only an owner may drop
 * chunks. They are opened for the work and closed after it, so that the role of the pool, which
 * requests reach, can still drop nothing.
 */
@Singleton
@Requires(beans = DataSource.class)
final class OwnerConnections {
  private final String url;
  private final Properties properties = new Properties();

  OwnerConnections(
      @Value("${flyway.datasources.owner.url}") String url,
      @Value("${flyway.datasources.owner.user}") String user,
      @Value("${flyway.datasources.owner.password}") String password) {
    this.url = url;
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "ingestion-service lifecycle");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "60");
    // a chunk in use is not waited for with everybody else behind; a later look takes it
    properties.setProperty("options", "-c lock_timeout=2s -c statement_timeout=30s");
  }

  /** A new connection in auto-commit mode; the caller closes it. */
  Connection open() throws SQLException {
    return DriverManager.getConnection(url, properties);
  }
}
