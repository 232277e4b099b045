package io.sensormine.query.latest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.query.telemetry.TelemetryDatabase;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the newest value of each field, in one statement however many devices. */
@Singleton
final class LatestStore {
  /**
   * For each device its newest rows by the primary key, and of these each field's newest. What the
   * newest row has need not be looked for in the others.
   */
  private static final String ALL_FIELDS =
      """
      SELECT device.id, newest.field, newest.value, newest.time, newest.schema_version_id
      FROM unnest(?::uuid[]) AS device (id)
      CROSS JOIN LATERAL (
        WITH message AS MATERIALIZED (
          SELECT telemetry.time, telemetry.schema_version_id, telemetry.fields
          FROM query.telemetry_descending AS telemetry
          WHERE telemetry.device_id = device.id
          ORDER BY telemetry.time DESC
          LIMIT ?
        ), last AS MATERIALIZED (
          SELECT message.time,
            ARRAY(
              SELECT entry.key FROM jsonb_each(message.fields) AS entry
              WHERE jsonb_typeof(entry.value) <> 'null') AS keys
          FROM message
          ORDER BY message.time DESC
          LIMIT 1
        )
        SELECT DISTINCT ON (entry.key)
               entry.key AS field, entry.value, message.time, message.schema_version_id
        FROM message
        CROSS JOIN last
        CROSS JOIN LATERAL jsonb_each(
          CASE WHEN message.time = last.time THEN message.fields
            ELSE message.fields - last.keys
          END) AS entry
        WHERE jsonb_typeof(entry.value) <> 'null'
        ORDER BY entry.key, message.time DESC
      ) AS newest
      """;

  /** The same for fields by name: it stops at the first row that has the field. */
  private static final String SOME_FIELDS =
      """
      SELECT device.id, field.name AS field, newest.value, newest.time, newest.schema_version_id
      FROM unnest(?::uuid[]) AS device (id)
      CROSS JOIN unnest(?::text[]) AS field (name)
      CROSS JOIN LATERAL (
        SELECT message.fields -> field.name AS value, message.time, message.schema_version_id
        FROM (
          SELECT telemetry.time, telemetry.schema_version_id, telemetry.fields
          FROM query.telemetry_descending AS telemetry
          WHERE telemetry.device_id = device.id
          ORDER BY telemetry.time DESC
          LIMIT ?
        ) AS message
        WHERE jsonb_typeof(message.fields -> field.name) <> 'null'
        ORDER BY message.time DESC
        LIMIT 1
      ) AS newest
      """;

  private static final int ROWS_BACK = 1_000;

  private final TelemetryDatabase database;
  private final ObjectMapper json;

  LatestStore(TelemetryDatabase database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  /** A field's newest value. */
  record Newest(UUID deviceId, String field, JsonNode value, Instant time, UUID versionId) {}

  /**
   * Looks back over each device's newest 1,000 rows.
   *
   * @param fields null for all
   */
  List<Newest> newest(UUID[] devices, @Nullable List<String> fields) {
    return database.readInOrder(connection -> {
      try (var statement = statement(connection, devices, fields);
          var rows = statement.executeQuery()) {
        var found = new ArrayList<Newest>();
        while (rows.next()) {
          found.add(newest(rows));
        }
        return found;
      }
    });
  }

  private static PreparedStatement statement(
      Connection connection, UUID[] devices, @Nullable List<String> fields) throws SQLException {
    var statement = connection.prepareStatement(fields == null ? ALL_FIELDS : SOME_FIELDS);
    int at = 1;
    statement.setArray(at++, connection.createArrayOf("uuid", devices));
    if (fields != null) {
      statement.setArray(at++, connection.createArrayOf("text", fields.toArray()));
    }
    statement.setInt(at, ROWS_BACK);
    return statement;
  }

  private Newest newest(ResultSet row) throws SQLException {
    return new Newest(
        row.getObject("id", UUID.class),
        row.getString("field"),
        value(row.getString("value")),
        row.getObject("time", OffsetDateTime.class).toInstant(),
        row.getObject("schema_version_id", UUID.class));
  }

  private JsonNode value(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database tells only JSON", e);
    }
  }
}
