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
    try (var connection = database.open()) {
      limitTime(connection);
      return reading.from(connection);
    } catch (SQLException e) {
      if (QUERY_CANCELED.equals(e.getSQLState())) {
        throw ProblemException.of(
            ProblemType.OVER_BUDGET,
            "The query ran for %d ms, which is the limit; ask for fewer devices or less time."
                .formatted(limits.statementTimeout().toMillis()));
      }
      throw new DataAccessException("reading telemetry failed: " + e.getMessage(), e);
    }
  }

  /**
   * Reads in one transaction whose statements all see the same snapshot, so that rollups, how far
   * they are and messages agree.
   */
  public <T> T readSnapshot(Reading<T> reading) {
    return read(connection -> {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        return reading.from(connection);
      } finally {
        // nothing was written; the pool takes the connection's settings back
        connection.rollback();
      }
    });
  }

  private void limitTime(Connection connection) throws SQLException {
    try (var set =
        connection.prepareStatement("SELECT set_config('statement_timeout', ?, false)")) {
      set.setString(1, Long.toString(limits.statementTimeout().toMillis()));
      set.execute();
    }
  }
}
