package io.sensormine.query.telemetry;

import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.kit.tenant.Connections;
import io.sensormine.query.budget.Abandoned;
import io.sensormine.query.budget.QueryBudget;
import io.sensormine.query.budget.Slot;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The way to the readings of the tenant at hand. A query has a place of the {@link QueryBudget}
 * while it is at the database. A statement that takes longer than {@link
 * QueryLimits#statementTimeout()} is given up and refused as over budget; one whose client has gone
 * is cancelled. Thread-safe.
 */
@Singleton
public final class TelemetryDatabase {
  private static final String QUERY_CANCELED = "57014";

  private final Connections database;
  private final QueryLimits limits;
  private final QueryBudget budget;

  TelemetryDatabase(Connections database, QueryLimits limits, QueryBudget budget) {
    this.database = database;
    this.limits = limits;
    this.budget = budget;
  }

  /** What is read from a connection. */
  @FunctionalInterface
  public interface Reading<T> {
    T from(Connection connection) throws SQLException;
  }

  /** Reads, with a place and a connection that are given back afterwards. */
  public <T> T read(Reading<T> reading) {
    try (var slot = budget.take()) {
      return read(slot, reading);
    }
  }

  /** The same at a place that is held already, such as a stream's, and stays so. */
  public <T> T read(Slot slot, Reading<T> reading) {
    try (var connection = database.open();
        var _ = slot.guard(connection)) {
      return reading.from(connection);
    } catch (SQLException e) {
      throw failure(slot, e);
    }
  }

  /**
   * Reads in one transaction whose statements all see the same snapshot, so that rollups, how far
   * they are and messages agree: it is repeatable read and read only by the options of the data
   * source, and rolled back by the pool.
   */
  public <T> T readSnapshot(Reading<T> reading) {
    return read(connection -> {
      connection.setAutoCommit(false);
      return reading.from(connection);
    });
  }

  /**
   * A connection in such a transaction, for a stream at a place that it holds. The caller closes
   * it, and rolls it back before.
   */
  public Connection openSnapshot() throws SQLException {
    var connection = database.open();
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** What a failed statement means to whoever asked. */
  public RuntimeException failure(Slot slot, SQLException e) {
    if (slot.isAbandoned()) {
      return new Abandoned();
    }
    return QUERY_CANCELED.equals(e.getSQLState())
        ? StatementTime.exceeded(limits.statementTimeout())
        : new DataAccessException("reading telemetry failed: " + e.getMessage(), e);
  }
}
