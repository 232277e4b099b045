package io.sensormine.kit.erasure;

import io.micronaut.context.annotation.Requires;
import io.sensormine.kit.tenant.Connections;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes by calling a function of the database again and again. Each call is a transaction of its
 * own, in which the function deletes a bounded number of rows and adds their number to the
 * service's {@code erasure_progress}, whose row it locks: so the counts are exact whatever breaks
 * off, and of several replicas one deletes at a time.
 */
@Singleton
@Requires(beans = ErasedData.class)
public final class ErasureChunks {
  private static final String COUNTS =
      "SELECT what, deleted FROM erasure_progress WHERE erasure_id = ?";

  private static final String BOUND = "SELECT set_config('statement_timeout', ?, true)";

  /** The server gives a statement up before the database counts as away. */
  private static final Duration NETWORK_MARGIN = Duration.ofSeconds(30);

  private final Connections database;
  private final ErasureSettings settings;
  private final String statementTimeoutMillis;
  private final int networkTimeoutMillis;
  private volatile boolean stopping;

  ErasureChunks(Connections database, ErasureSettings settings) {
    this.database = database;
    this.settings = settings;
    this.statementTimeoutMillis = Long.toString(settings.statementTimeout().toMillis());
    this.networkTimeoutMillis =
        Math.toIntExact(settings.statementTimeout().plus(NETWORK_MARGIN).toMillis());
  }

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Calls a function until it deletes nothing more.
   *
   * @param call {@code SELECT} of a function that answers how many rows it has deleted, or null
   *     where another replica is at it; its last parameter is how many it may delete
   * @param arguments its parameters but the last
   * @return whether nothing is left; false where another replica is at it or the service stops
   */
  public boolean all(String call, @Nullable Object... arguments) {
    while (!stopping) {
      var deleted = query(connection -> deleted(connection, call, arguments));
      if (deleted.isEmpty() || deleted.getAsLong() == 0) {
        return deleted.isPresent();
      }
    }
    return false;
  }

  /**
   * Asks the service's database something, in a transaction of its own whose statements may take as
   * long as an erasure's.
   */
  public <T> T query(Work<T> work) {
    // closing rolls back what is not committed, and the pool puts its settings back
    try (var connection = database.open()) {
      connection.setNetworkTimeout(Runnable::run, networkTimeoutMillis);
      connection.setAutoCommit(false);
      try (var bound = connection.prepareStatement(BOUND)) {
        bound.setString(1, statementTimeoutMillis);
        bound.execute();
      }
      var result = work.with(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException("Erasing broke off", e);
    }
  }

  /** How many rows of what an erasure has deleted here so far. */
  Map<String, Long> counts(UUID erasure) {
    return query(connection -> {
      try (var statement = connection.prepareStatement(COUNTS)) {
        statement.setObject(1, erasure);
        try (var rows = statement.executeQuery()) {
          var counts = new TreeMap<String, Long>();
          while (rows.next()) {
            counts.put(rows.getString(1), rows.getLong(2));
          }
          return counts;
        }
      }
    });
  }

  /** Has what goes on break off after the transaction at hand. */
  @PreDestroy
  void stop() {
    stopping = true;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object argument)
      throws SQLException {
    if (argument instanceof UUID[] ids) {
      statement.setArray(index, statement.getConnection().createArrayOf("uuid", ids));
    } else {
      statement.setObject(index, argument);
    }
  }

  /** Empty where another replica is at it. */
  private OptionalLong deleted(Connection connection, String call, @Nullable Object... arguments)
      throws SQLException {
    try (var statement = connection.prepareStatement(call)) {
      for (int i = 0; i < arguments.length; i++) {
        bind(statement, i + 1, arguments[i]);
      }
      statement.setInt(arguments.length + 1, settings.maxRows());
      try (var row = statement.executeQuery()) {
        row.next();
        var deleted = row.getLong(1);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(deleted);
      }
    }
  }
}
