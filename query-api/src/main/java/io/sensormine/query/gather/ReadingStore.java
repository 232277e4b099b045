package io.sensormine.query.gather;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Reads readings one by one, for what no cell can tell. */
@Singleton
public final class ReadingStore {
  private static final String READINGS =
      """
      SELECT device.ordinality::int - 1 AS device, field.ordinality::int - 1 AS name,
        message.schema_version_id, width_bucket(message.time, ?::timestamptz[]) - 1 AS bucket,
        message.time, message.fields -> field.name AS value
      FROM (
        SELECT device_id, time, schema_version_id, fields
        FROM query.telemetry
        WHERE device_id = ANY (?::uuid[]) AND time >= ? AND time < ?
        OFFSET 0) AS message
      JOIN unnest(?::uuid[]) WITH ORDINALITY AS device (id, ordinality)
        ON device.id = message.device_id
      CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
      WHERE jsonb_typeof(message.fields -> field.name) <> 'null'
      ORDER BY device, message.time
      """;

  private static final int AT_ONCE = 10_000;

  private final ReadingRows rows;

  ReadingStore(ReadingRows rows) {
    this.rows = rows;
  }

  /** Tells all readings of the range, device by device, in order of time. */
  public void read(Connection connection, Gathering gathering, Consumer<Reading> reader)
      throws SQLException {
    (gathering.devices().size() == 1 ? Planning.FREE : Planning.TOGETHER).set(connection);
    try (var statement = connection.prepareStatement(READINGS)) {
      statement.setFetchSize(AT_ONCE);
      new Binding(connection, statement)
          .times(gathering.edges())
          .uuids(gathering.devices())
          .time(gathering.range().start())
          .time(gathering.range().end())
          .uuids(gathering.devices())
          .texts(gathering.names());
      rows.tell(statement, reader);
    }
  }
}
