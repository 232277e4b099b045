package io.sensormine.query.raw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.query.telemetry.TelemetryDatabase;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a device's messages as they are stored. */
@Singleton
final class RawStore {
  private static final String ASCENDING =
      """
      SELECT time, schema_version_id, fields, received_at
      FROM query.telemetry
      WHERE device_id = ? AND time >= ? AND time < ? AND time > ?
        AND (?::text[] IS NULL OR jsonb_exists_any(fields, ?::text[]))
      ORDER BY time
      LIMIT ?
      """;

  private static final String DESCENDING =
      """
      SELECT time, schema_version_id, fields, received_at
      FROM query.telemetry
      WHERE device_id = ? AND time >= ? AND time < ? AND time < ?
        AND (?::text[] IS NULL OR jsonb_exists_any(fields, ?::text[]))
      ORDER BY time DESC
      LIMIT ?
      """;

  private static final UUID NO_VERSION = new UUID(0, 0);

  private final TelemetryDatabase database;
  private final ObjectMapper json;

  RawStore(TelemetryDatabase database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  /**
   * Which messages are read.
   *
   * @param fields null for all; else messages that have one of them, and of these only them
   * @param after the time of the last message seen; null to begin with the first
   */
  record Range(
      UUID deviceId,
      @Nullable List<String> fields,
      Instant from,
      Instant to,
      boolean ascending,
      @Nullable Instant after) {}

  List<RawMessage> read(Range range, int limit) {
    var after = range.after();
    // without one, a bound that nothing in the range is beyond
    var beyond =
        after != null ? after : range.ascending() ? range.from().minusSeconds(1) : range.to();
    return database.read(connection -> {
      try (var statement =
          connection.prepareStatement(range.ascending() ? ASCENDING : DESCENDING)) {
        statement.setObject(1, range.deviceId());
        statement.setObject(2, range.from().atOffset(ZoneOffset.UTC));
        statement.setObject(3, range.to().atOffset(ZoneOffset.UTC));
        statement.setObject(4, beyond.atOffset(ZoneOffset.UTC));
        var fields = range.fields();
        var names = fields == null ? null : connection.createArrayOf("text", fields.toArray());
        statement.setArray(5, names);
        statement.setArray(6, names);
        statement.setInt(7, limit);
        try (var rows = statement.executeQuery()) {
          var messages = new ArrayList<RawMessage>();
          while (rows.next()) {
            messages.add(message(rows, range));
          }
          return messages;
        }
      }
    });
  }

  private RawMessage message(ResultSet row, Range range) throws SQLException {
    var version = row.getObject("schema_version_id", UUID.class);
    return new RawMessage(
        row.getObject("time", OffsetDateTime.class).toInstant(),
        range.deviceId(),
        version.equals(NO_VERSION) ? null : version,
        fields(row.getString("fields"), range.fields()),
        row.getObject("received_at", OffsetDateTime.class).toInstant());
  }

  private Map<String, JsonNode> fields(String text, @Nullable List<String> wanted) {
    try {
      var fields = new TreeMap<String, JsonNode>();
      json.readTree(text)
          .properties()
          .forEach(field -> {
            if (wanted == null || wanted.contains(field.getKey())) {
              fields.put(field.getKey(), field.getValue());
            }
          });
      return fields;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database tells only JSON", e);
    }
  }
}
