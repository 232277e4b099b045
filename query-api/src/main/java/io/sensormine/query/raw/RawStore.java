package io.sensormine.query.raw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.query.telemetry.StatementTime;
import io.sensormine.query.telemetry.TelemetryDatabase;
import jakarta.inject.Singleton;
import java.io.IOException;
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

/** Reads a device's messages as they are stored, page by page. */
@Singleton
final class RawStore {
  private static final String ASCENDING =
      """
      SELECT time, schema_version_id, fields, received_at
      FROM query.telemetry_ascending
      WHERE device_id = ? AND time >= ? AND time < ?
        AND (?::text[] IS NULL OR jsonb_exists_any(fields, ?::text[]))
        AND time > ?
      ORDER BY time
      LIMIT ?
      """;

  private static final String DESCENDING =
      """
      SELECT time, schema_version_id, fields, received_at
      FROM query.telemetry_descending
      WHERE device_id = ? AND time >= ? AND time < ?
        AND (?::text[] IS NULL OR jsonb_exists_any(fields, ?::text[]))
        AND time < ?
      ORDER BY time DESC
      LIMIT ?
      """;

  /** What stands for the version of messages that none admitted. */
  static final UUID NO_VERSION = new UUID(0, 0);

  // what the driver fetches at a time is in memory, too: as many messages as have about these bytes
  private static final int FIRST_ROWS = 64;
  private static final int MAX_ROWS = 1_000;
  private static final int FETCH_BYTES = 1 << 19;

  private final TelemetryDatabase database;
  private final ObjectMapper json;
  private final PageSettings settings;
  private final StatementTime time;

  RawStore(
      TelemetryDatabase database, ObjectMapper json, PageSettings settings, StatementTime time) {
    this.database = database;
    this.json = json;
    this.settings = settings;
    this.time = time;
  }

  /**
   * Messages of a page.
   *
   * @param more whether others follow
   */
  record Some(List<RawMessage> messages, boolean more) {}

  /**
   * A page, which has fewer messages than its limit where they are large.
   *
   * @param after the time of the last message of the page before; null for the first page
   */
  Some read(RawRange range, @Nullable Instant after, int limit) {
    // without one, a bound that nothing in the range is beyond
    var beyond =
        after != null ? after : range.ascending() ? range.from().minusSeconds(1) : range.to();
    return database.readSnapshot(connection -> {
      try (var statement = connection.prepareStatement(page(range.ascending()))) {
        int next = range.bind(connection, statement, 1);
        statement.setObject(next, beyond.atOffset(ZoneOffset.UTC));
        statement.setInt(next + 1, limit + 1);
        statement.setFetchSize(FIRST_ROWS);
        var left = time.begin();
        try (var rows = statement.executeQuery()) {
          return some(rows, left, range, limit);
        }
      }
    });
  }

  private Some some(ResultSet rows, StatementTime.Left left, RawRange range, int limit)
      throws SQLException {
    var messages = new ArrayList<RawMessage>();
    long bytes = 0;
    int longest = 0;
    while (rows.next()) {
      left.check();
      if (messages.size() == limit || bytes > settings.maxPageBytes()) {
        return new Some(messages, true);
      }
      // as the driver got it, which is JSON in UTF-8
      var fields = rows.getBytes("fields");
      messages.add(message(rows, fields, range));
      bytes += fields.length;
      if (fields.length > longest) {
        longest = fields.length;
        rows.setFetchSize(Math.clamp(FETCH_BYTES / longest, 1, MAX_ROWS));
      }
    }
    return new Some(messages, false);
  }

  /** The statement of a page. */
  static String page(boolean ascending) {
    return ascending ? ASCENDING : DESCENDING;
  }

  private RawMessage message(ResultSet row, byte[] fields, RawRange range) throws SQLException {
    var version = row.getObject("schema_version_id", UUID.class);
    return new RawMessage(
        row.getObject("time", OffsetDateTime.class).toInstant(),
        range.deviceId(),
        version.equals(NO_VERSION) ? null : version,
        fields(fields, range),
        row.getObject("received_at", OffsetDateTime.class).toInstant());
  }

  private Map<String, JsonNode> fields(byte[] stored, RawRange range) {
    try {
      var fields = new TreeMap<String, JsonNode>();
      json.readTree(stored)
          .properties()
          .forEach(field -> {
            if (range.wants(field.getKey())) {
              fields.put(field.getKey(), field.getValue());
            }
          });
      return fields;
    } catch (IOException e) {
      throw new IllegalStateException("the database tells only JSON", e);
    }
  }
}
