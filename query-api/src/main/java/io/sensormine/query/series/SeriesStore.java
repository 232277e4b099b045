package io.sensormine.query.series;

import io.sensormine.query.bucket.Buckets;
import io.sensormine.query.telemetry.TelemetryDatabase;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers readings into buckets in the database, in one statement however many devices. */
@Singleton
final class SeriesStore {
  /**
   * Sums are taken as numeric, so that they are exact and the order of rows does not matter. OFFSET
   * 0 keeps the planner from writing a value's expression out once for each aggregate.
   */
  private static final String GATHER =
      """
      SELECT series_group, field, schema_version_id, bucket,
             count(*) AS messages,
             count(value) - count(number) AS skipped,
             count(number) AS readings,
             sum(number) AS total,
             min(number) AS smallest,
             max(number) AS largest
      FROM (
        SELECT series_group, field, schema_version_id, bucket, value,
               CASE jsonb_typeof(value)
                 WHEN 'number' THEN value::numeric
                 WHEN 'boolean' THEN CASE WHEN value::boolean THEN 1 ELSE 0 END
               END AS number
        FROM (
          SELECT device.series_group, field.ordinality::int - 1 AS field,
                 telemetry.schema_version_id,
                 width_bucket(telemetry.time, ?::timestamptz[]) - 1 AS bucket,
                 telemetry.fields -> field.name AS value
          FROM query.telemetry
          JOIN unnest(?::uuid[], ?::int[]) AS device (id, series_group)
            ON device.id = telemetry.device_id
          CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
          WHERE telemetry.device_id = ANY (?::uuid[])
            AND telemetry.time >= ?
            AND telemetry.time < ?
          OFFSET 0
        ) AS taken
        OFFSET 0
      ) AS told
      GROUP BY series_group, field, schema_version_id, bucket
      """;

  private final TelemetryDatabase database;

  SeriesStore(TelemetryDatabase database) {
    this.database = database;
  }

  /**
   * One field's readings of one group, bucket and schema version.
   *
   * @param group index of the group
   * @param field index of the field
   * @param bucket index of the bucket
   * @param messages rows read, with the field or without
   * @param skipped values that are neither numbers nor booleans
   * @param tally the readings; null where there are none
   */
  record Cell(
      int group,
      int field,
      UUID versionId,
      int bucket,
      long messages,
      long skipped,
      @Nullable Tally tally) {
    /** Whether any message here has the field. */
    boolean present() {
      return skipped > 0 || tally != null;
    }
  }

  List<Cell> gather(Groups groups, List<String> fields, Instant from, Instant to, Buckets buckets) {
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(GATHER)) {
        var ids = connection.createArrayOf("uuid", groups.devices().toArray());
        statement.setArray(1, connection.createArrayOf("text", edges(buckets, from)));
        statement.setArray(2, ids);
        statement.setArray(3, connection.createArrayOf("int4", groups.groupOf().toArray()));
        statement.setArray(4, connection.createArrayOf("text", fields.toArray()));
        statement.setArray(5, ids);
        statement.setObject(6, from.atOffset(ZoneOffset.UTC));
        statement.setObject(7, to.atOffset(ZoneOffset.UTC));
        try (var rows = statement.executeQuery()) {
          var cells = new ArrayList<Cell>();
          while (rows.next()) {
            cells.add(cell(rows));
          }
          return cells;
        }
      }
    });
  }

  private static Cell cell(ResultSet row) throws SQLException {
    long readings = row.getLong("readings");
    return new Cell(
        row.getInt("series_group"),
        row.getInt("field"),
        row.getObject("schema_version_id", UUID.class),
        row.getInt("bucket"),
        row.getLong("messages"),
        row.getLong("skipped"),
        readings == 0
            ? null
            : new Tally(
                readings, number(row, "total"), number(row, "smallest"), number(row, "largest")));
  }

  private static BigDecimal number(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column);
  }

  /**
   * The first may lie before what the database can tell; nothing earlier than the range is read.
   */
  private static Object[] edges(Buckets buckets, Instant from) {
    return buckets.starts().stream()
        .map(start -> (start.isBefore(from) ? from : start).toString())
        .toArray();
  }
}
