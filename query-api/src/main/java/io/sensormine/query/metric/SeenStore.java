package io.sensormine.query.metric;

import io.sensormine.contracts.registry.FieldType;
import io.sensormine.query.telemetry.TelemetryDatabase;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Finds the fields of messages that no schema has admitted. */
@Singleton
final class SeenStore {
  /** Newest messages tell types; cells of rollups tell numbers and booleans of all others. */
  private static final String SEEN =
      """
      SELECT entry.key AS field, jsonb_typeof(entry.value) AS type
      FROM unnest(?::uuid[]) AS device (id)
      CROSS JOIN LATERAL query.newest_messages(device.id, ?, ?) AS message
      CROSS JOIN LATERAL jsonb_each(message.fields) AS entry
      WHERE message.schema_version_id = '00000000-0000-0000-0000-000000000000'
        AND jsonb_typeof(entry.value) IN ('number', 'boolean', 'string')
      UNION
      SELECT cell.field, 'rolled'
      FROM query.metrics_1h AS cell
      WHERE cell.device_id = ANY (?::uuid[])
        AND cell.schema_version_id = '00000000-0000-0000-0000-000000000000'
        AND cell.bucket >= ?
      UNION
      SELECT cell.field, 'rolled'
      FROM query.metrics_1d AS cell
      WHERE cell.device_id = ANY (?::uuid[])
        AND cell.schema_version_id = '00000000-0000-0000-0000-000000000000'
        AND cell.bucket >= ?
      """;

  /** Days are rolled up once they end: hours of these tell what days do not yet. */
  private static final Duration HOURS = Duration.ofDays(2);

  private final TelemetryDatabase database;

  SeenStore(TelemetryDatabase database) {
    this.database = database;
  }

  /** A field, and what its values are. */
  record Seen(String field, FieldType type) {}

  /**
   * The fields that devices have sent. Of one that only rollups tell of it is not known whether it
   * is a number or a boolean: it is told as a number.
   *
   * @param messages how many of each device's newest are looked at
   */
  Set<Seen> seen(UUID[] devices, int messages, Instant since, Instant now) {
    var hoursSince = now.minus(HOURS);
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(SEEN)) {
        var ids = connection.createArrayOf("uuid", devices);
        var from = since.atOffset(ZoneOffset.UTC);
        statement.setArray(1, ids);
        statement.setObject(2, from);
        statement.setInt(3, messages);
        statement.setArray(4, ids);
        statement.setObject(
            5, (hoursSince.isBefore(since) ? since : hoursSince).atOffset(ZoneOffset.UTC));
        statement.setArray(6, ids);
        statement.setObject(7, from);
        return read(statement);
      }
    });
  }

  private static Set<Seen> read(PreparedStatement statement) throws SQLException {
    var seen = new HashSet<Seen>();
    var rolled = new HashSet<String>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        var field = rows.getString("field");
        var type = rows.getString("type");
        if (type.equals("rolled")) {
          rolled.add(field);
        } else {
          seen.add(new Seen(field, FieldType.valueOf(type.toUpperCase(Locale.ROOT))));
        }
      }
    }
    for (var field : rolled) {
      if (!seen.contains(new Seen(field, FieldType.BOOLEAN))) {
        seen.add(new Seen(field, FieldType.NUMBER));
      }
    }
    return seen;
  }
}
