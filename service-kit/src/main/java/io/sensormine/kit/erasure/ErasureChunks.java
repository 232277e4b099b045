package io.sensormine.kit.erasure;

import io.micronaut.context.annotation.Requires;
import io.sensormine.kit.tenant.Connections;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
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

  private final Connections database;
  private final ErasureSettings settings;
  private volatile boolean stopping;

  ErasureChunks(Connections database, ErasureSettings settings) {
    this.database = database;
    this.settings = settings;
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
    return query(connection -> {
      try (var statement = connection.prepareStatement(call)) {
        for (int i = 0; i < arguments.length; i++) {
          bind(statement, i + 1, arguments[i]);
        }
        statement.setInt(arguments.length + 1, settings.maxRows());
        while (!stopping) {
          var deleted = deleted(statement);
          if (deleted == null || deleted == 0) {
            return deleted != null;
          }
        }
        return false;
      }
    });
  }

  /** Asks the service's database something, in auto-commit mode. */
  public <T> T query(Work<T> work) {
    try (var connection = database.open()) {
      return work.with(connection);
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

  private static @Nullable Long deleted(PreparedStatement statement) throws SQLException {
    try (var row = statement.executeQuery()) {
      row.next();
      var deleted = row.getLong(1);
      return row.wasNull() ? null : deleted;
    }
  }
}
