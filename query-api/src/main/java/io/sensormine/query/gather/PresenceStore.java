package io.sensormine.query.gather;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Tells what there is at all, where no cell tells it. */
@Singleton
public final class PresenceStore {
  private static final String ANY_MESSAGE =
      """
      SELECT EXISTS (
        SELECT FROM unnest(?::uuid[]) AS device (id)
        CROSS JOIN LATERAL (
          SELECT FROM query.telemetry
          WHERE device_id = device.id AND time >= ? AND time < ?
          LIMIT 1) AS message)
      """;

  /** Of each device's newest rows of the range, which names have a value. */
  private static final String PRESENT =
      """
      SELECT DISTINCT field.name
      FROM unnest(?::uuid[]) AS device (id)
      CROSS JOIN LATERAL (
        SELECT fields
        FROM query.telemetry_descending
        WHERE device_id = device.id AND time >= ? AND time < ?
        ORDER BY time DESC
        LIMIT ?) AS message
      CROSS JOIN unnest(?::text[]) AS field (name)
      WHERE jsonb_typeof(message.fields -> field.name) <> 'null'
      """;

  private static final int ROWS_BACK = 1_000;

  /** Whether any of the devices has a message in the range. */
  public boolean anyMessage(Connection connection, Gathering gathering) throws SQLException {
    Planning.UNSORTED.set(connection);
    try (var statement = connection.prepareStatement(ANY_MESSAGE)) {
      new Binding(connection, statement)
          .uuids(gathering.devices())
          .time(gathering.range().start())
          .time(gathering.range().end());
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** Which names a device's newest 1,000 messages of the range have. */
  public Set<String> present(Connection connection, Gathering gathering) throws SQLException {
    Planning.UNSORTED.set(connection);
    try (var statement = connection.prepareStatement(PRESENT)) {
      new Binding(connection, statement)
          .uuids(gathering.devices())
          .time(gathering.range().start())
          .time(gathering.range().end())
          .number(ROWS_BACK)
          .texts(gathering.names());
      try (var rows = statement.executeQuery()) {
        var present = new HashSet<String>();
        while (rows.next()) {
          present.add(rows.getString(1));
        }
        return present;
      }
    }
  }
}
