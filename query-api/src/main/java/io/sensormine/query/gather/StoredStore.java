package io.sensormine.query.gather;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;

/** Tells roughly how much is stored. */
@Singleton
public final class StoredStore {
  /** Of all fields that which came most often stands for the messages. */
  private static final String MESSAGES =
      """
      SELECT coalesce(max(total), 0)
      FROM (
        SELECT sum(count) AS total
        FROM query.metrics_1d
        WHERE device_id = ANY (?::uuid[]) AND bucket >= ? AND bucket < ?
        GROUP BY field) AS by_field
      """;

  /** How many messages of the devices are in the daily cells that the range meets. */
  public double messages(Connection connection, Gathering gathering) throws SQLException {
    try (var statement = connection.prepareStatement(MESSAGES)) {
      new Binding(connection, statement)
          .uuids(gathering.devices())
          .time(gathering.range().start().truncatedTo(ChronoUnit.DAYS))
          .time(gathering.range().end());
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getDouble(1);
      }
    }
  }
}
