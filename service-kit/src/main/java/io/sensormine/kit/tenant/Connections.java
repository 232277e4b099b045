package io.sensormine.kit.tenant;

import io.micronaut.context.annotation.Requires;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Connections for plain JDBC, outside Micronaut Data's repositories and transactions, whose {@code
 * DataSource} bean hands out none of its own. Each is told the tenant at hand.
 */
@Singleton
@Requires(beans = DataSource.class)
public final class Connections {
  private final DataSource pool;

  Connections(DataSource contextual) {
    this.pool = DelegatingDataSource.unwrapDataSource(contextual);
  }

  /** A pooled connection in auto-commit mode; the caller closes it. */
  public Connection open() throws SQLException {
    return pool.getConnection();
  }
}
