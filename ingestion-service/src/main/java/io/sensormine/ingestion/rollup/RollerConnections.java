package io.sensormine.ingestion.rollup;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Connections of the roller's own, outside the pool: a session's lock goes with the session, and a
 * pool would hand it on. The roller writes over the connection that holds its lock and no other, so
 * who loses the lock can write nothing any more.
 */
@Singleton
@Requires(beans = DatasourceConfiguration.class)
final class RollerConnections {
  private static final String OPTIONS = "options";

  /** The server gives a statement up before the database counts as away. */
  private static final Duration NETWORK_MARGIN = Duration.ofSeconds(30);

  private static final String BECOME_ROLLER = "SELECT telemetry.become_roller()";

  private final DatasourceConfiguration pool;
  private final RollupSettings settings;

  RollerConnections(DatasourceConfiguration pool, RollupSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  /** A new connection in auto-commit mode, as the writer's role; the caller closes it. */
  Connection open() throws SQLException {
    var properties = new Properties();
    pool.getDataSourceProperties()
        .forEach((name, value) -> properties.setProperty(name.toString(), value.toString()));
    properties.setProperty("user", pool.getUsername());
    properties.setProperty("password", pool.getPassword());
    properties.setProperty("ApplicationName", "ingestion-service roller");
    properties.setProperty(
        "socketTimeout",
        Long.toString(settings.statementTimeout().plus(NETWORK_MARGIN).toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    // each statement is planned for its range of time, which leaves all other chunks out
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty(
        OPTIONS,
        // the last one of a name wins; a lock of a machine that vanished is free after a minute
        ("%s -c statement_timeout=%d -c max_parallel_workers_per_gather=0 -c jit=off"
                + " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10"
                + " -c tcp_keepalives_count=3")
            .formatted(properties.getProperty(OPTIONS, ""), settings.statementTimeout().toMillis())
            .strip());
    return DriverManager.getConnection(pool.getUrl(), properties);
  }

  /** Whether the session is the roller from now on, until it ends; false where another one is. */
  static boolean becomeRoller(Connection session) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(BECOME_ROLLER)) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
