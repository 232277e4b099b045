package io.sensormine.query.telemetry;

import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The way to the readings of the tenant at hand. A statement that takes longer than {@link
 * QueryLimits#statementTimeout()} is given up and refused as over budget. Thread-safe.
 */
@Singleton
public final class TelemetryDatabase {
  private static final String QUERY_CANCELED = "57014";

  private final Connections database;
  private final QueryLimits limits;

  TelemetryDatabase(Connections database, QueryLimits limits) {
    this.database = database;
    this.limits = limits;
  }

  /** What is read from a connection. */
  @FunctionalInterface
  public interface Reading<T> {
    T from(Connection connection) throws SQLException;
  }

  /** Reads, with a connection that is given back afterwards. */
  public <T> T read(Reading<T> reading) {
    try (var connection = open()) {
      return reading.from(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Reads in a transaction that sees one state of the data; what {@link #snapshot} has begun, with
   * a connection that is given back afterwards.
   */
  public <T> T readSnapshot(Reading<T> reading) {
    try (var connection = snapshot()) {
      var read = reading.from(connection);
      connection.rollback();
      return read;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * A connection in a read-only transaction that sees one state of the data, and whose statements
   * take rows in the order that an index has them rather than sort them. The caller closes it.
   */
  public Connection snapshot() throws SQLException {
    var connection = open();
    try {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (var set = connection.prepareStatement("SELECT set_config('enable_sort', 'off', true)")) {
        set.execute();
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Connection open() throws SQLException {
    var connection = database.open();
    try {
      limitTime(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** What a failed statement means to whoever asked. */
  public RuntimeException failure(SQLException e) {
    return QUERY_CANCELED.equals(e.getSQLState())
        ? ProblemException.of(
            ProblemType.OVER_BUDGET,
            "The query ran for %d ms, which is the limit; ask for fewer devices or less time."
                .formatted(limits.statementTimeout().toMillis()))
        : new DataAccessException("reading telemetry failed: " + e.getMessage(), e);
  }

  private void limitTime(Connection connection) throws SQLException {
    try (var set =
        connection.prepareStatement("SELECT set_config('statement_timeout', ?, false)")) {
      set.setString(1, Long.toString(limits.statementTimeout().toMillis()));
      set.execute();
    }
  }
}
