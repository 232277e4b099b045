package io.sensormine.query.gather;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
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

  /** Of the newest rows before the range, each name's newest value; as {@code /query/latest}. */
  private static final String BEFORE =
      """
      SELECT device.ordinality::int - 1 AS device, field.ordinality::int - 1 AS name,
        earlier.schema_version_id, -1 AS bucket, earlier.time, earlier.value
      FROM unnest(?::uuid[]) WITH ORDINALITY AS device (id, ordinality)
      CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
      CROSS JOIN LATERAL (
        SELECT message.time, message.schema_version_id, message.fields -> field.name AS value
        FROM (
          SELECT time, schema_version_id, fields
          FROM query.telemetry
          WHERE device_id = device.id AND time < ?
          ORDER BY time DESC
          LIMIT ?) AS message
        WHERE jsonb_typeof(message.fields -> field.name) <> 'null'
          AND (NOT ? OR jsonb_typeof(message.fields -> field.name) <> 'string')
        ORDER BY message.time DESC
        LIMIT 1) AS earlier
      """;

  /** Where the newest rows have none, the newest cell of a rollup. */
  private static final String ROLLED_BEFORE =
      """
      SELECT device.ordinality::int - 1 AS device, field.ordinality::int - 1 AS name,
        earlier.schema_version_id, -1 AS bucket, earlier.last_time AS time,
        to_jsonb(earlier.last) AS value
      FROM unnest(?::uuid[]) WITH ORDINALITY AS device (id, ordinality)
      CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
      CROSS JOIN LATERAL (
        SELECT schema_version_id, last_time, last
        FROM (
          (SELECT schema_version_id, last_time, last
            FROM query.metrics_1h
            WHERE device_id = device.id AND metrics_1h.field = field.name
              AND bucket < ? AND last_time < ?
            ORDER BY bucket DESC, last_time DESC
            LIMIT 1)
          UNION ALL
          (SELECT schema_version_id, last_time, last
            FROM query.metrics_1d
            WHERE device_id = device.id AND metrics_1d.field = field.name
              AND bucket < ? AND last_time < ?
            ORDER BY bucket DESC, last_time DESC
            LIMIT 1)
        ) AS cell
        ORDER BY last_time DESC
        LIMIT 1) AS earlier
      """;

  private static final int AT_ONCE = 10_000;
  private static final int ROWS_BACK = 1_000;

  private final ObjectMapper json;

  ReadingStore(ObjectMapper json) {
    this.json = json;
  }

  /** Tells all readings of the range, device by device, in order of time. */
  public void read(Connection connection, Gathering gathering, Consumer<Reading> reader)
      throws SQLException {
    Joins.rowByRow(connection, gathering.devices().size() == 1);
    try (var statement = connection.prepareStatement(READINGS)) {
      statement.setFetchSize(AT_ONCE);
      new Binding(connection, statement)
          .times(gathering.edges())
          .uuids(gathering.devices())
          .time(gathering.range().start())
          .time(gathering.range().end())
          .uuids(gathering.devices())
          .texts(gathering.names());
      tell(statement, reader);
    }
  }

  /**
   * Tells the last reading before the range, where there is one among a device's newest 1,000
   * messages before it.
   *
   * @param numbers whether texts are passed over
   */
  public void before(
      Connection connection, Gathering gathering, boolean numbers, Consumer<Reading> reader)
      throws SQLException {
    Joins.rowByRow(connection, true);
    try (var statement = connection.prepareStatement(BEFORE)) {
      new Binding(connection, statement)
          .uuids(gathering.devices())
          .texts(gathering.names())
          .time(gathering.range().start())
          .number(ROWS_BACK)
          .flag(numbers);
      tell(statement, reader);
    }
  }

  /** Tells the last reading before the range that the rollups know, where they know one. */
  public void rolledBefore(Connection connection, Gathering gathering, Consumer<Reading> reader)
      throws SQLException {
    var start = gathering.range().start();
    Joins.rowByRow(connection, true);
    try (var statement = connection.prepareStatement(ROLLED_BEFORE)) {
      new Binding(connection, statement)
          .uuids(gathering.devices())
          .texts(gathering.names())
          .time(start)
          .time(start)
          .time(start)
          .time(start);
      tell(statement, reader);
    }
  }

  private void tell(PreparedStatement statement, Consumer<Reading> reader) throws SQLException {
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        reader.accept(reading(rows));
      }
    }
  }

  private Reading reading(ResultSet row) throws SQLException {
    return new Reading(
        row.getInt("device"),
        row.getInt("name"),
        row.getObject("schema_version_id", UUID.class),
        row.getInt("bucket"),
        row.getObject("time", OffsetDateTime.class).toInstant(),
        value(row.getString("value")));
  }

  private JsonNode value(String text) {
    return switch (text.charAt(0)) {
      case 't' -> BooleanNode.TRUE;
      case 'f' -> BooleanNode.FALSE;
      case '"' -> text(text);
      default -> DoubleNode.valueOf(Double.parseDouble(text));
    };
  }

  private JsonNode text(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database tells only JSON", e);
    }
  }
}
