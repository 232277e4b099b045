package io.sensormine.query.latest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.query.telemetry.StatementTime;
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

  // what the driver fetches at a time is in memory, too: as many values as have about these bytes
  private static final int FIRST_ROWS = 100;
  private static final int MAX_ROWS = 10_000;
  private static final int FETCH_BYTES = 1 << 19;

  /** What a value takes besides its text. */
  private static final int BYTES_EACH = 100;

  private final TelemetryDatabase database;
  private final ObjectMapper json;
  private final LatestSettings settings;
  private final StatementTime time;

  LatestStore(
      TelemetryDatabase database, ObjectMapper json, LatestSettings settings, StatementTime time) {
    this.database = database;
    this.json = json;
    this.settings = settings;
    this.time = time;
  }

  /** A field's newest value. */
  record Newest(UUID deviceId, String field, JsonNode value, Instant time, UUID versionId) {}

  /**
   * Looks back over each device's newest 1,000 rows; 422 where that tells too much.
   *
   * @param fields null for all
   */
  List<Newest> newest(UUID[] devices, @Nullable List<String> fields) {
    return database.readSnapshot(connection -> {
      try (var statement = statement(connection, devices, fields)) {
        statement.setFetchSize(FIRST_ROWS);
        var left = time.begin();
        try (var rows = statement.executeQuery()) {
          return all(rows, left);
        }
      }
    });
  }

  private List<Newest> all(ResultSet rows, StatementTime.Left left) throws SQLException {
    var found = new ArrayList<Newest>();
    long bytes = 0;
    int longest = 0;
    while (rows.next()) {
      left.row();
      var value = rows.getString("value");
      found.add(newest(rows, value));
      int size = value.length() + rows.getString("field").length() + BYTES_EACH;
      bytes += size;
      if (bytes > settings.maxBytes()) {
        throw ProblemException.of(
            ProblemType.OVER_BUDGET,
            "The newest values are more than %,d bytes, which is the limit; ask for fewer devices, or name fewer `fields`."
                .formatted(settings.maxBytes()));
      }
      if (size > longest) {
        longest = size;
        rows.setFetchSize(Math.clamp(FETCH_BYTES / longest, 1, MAX_ROWS));
      }
    }
    return found;
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

  private Newest newest(ResultSet row, String value) throws SQLException {
    return new Newest(
        row.getObject("id", UUID.class),
        row.getString("field"),
        value(value),
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
