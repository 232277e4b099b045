package io.sensormine.ingestion.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Computes cells of hours from messages. Each statement sees what was committed when it began; only
 * the roller writes cells.
 */
final class HourlyCells {
  /** A sum or a square went beyond what a double holds, or below. */
  static final String OUT_OF_RANGE = "22003";

  /** How a group of readings becomes figures. */
  enum Arithmetic {
    /** In doubles, by PostgreSQL's own aggregates: Youngs and Cramer's running sums of squares. */
    DOUBLE(
        """
        CASE jsonb_typeof(field.value)
          WHEN 'number' THEN field.value::double precision
          WHEN 'boolean' THEN field.value::boolean::integer::double precision
        END\
        """,
        "avg(value)",
        "var_pop(value) * count(*)",
        "coalesce(sum(CASE WHEN value >= before THEN value - before ELSE value END)"
            + " FILTER (WHERE before IS NOT NULL), 0)"),
    /** In decimal numbers, exactly, where values are too large or too small for that. */
    EXACT(
        """
        CASE jsonb_typeof(field.value)
          WHEN 'number' THEN nullif(nullif(telemetry.rollup_double(field.value::numeric),
            'Infinity'), '-Infinity')
          WHEN 'boolean' THEN field.value::boolean::integer::double precision
        END\
        """,
        "telemetry.rollup_double(avg(telemetry.rollup_number(value)))",
        "telemetry.rollup_double(var_pop(telemetry.rollup_number(value)) * count(*))",
        "telemetry.rollup_double(coalesce(sum(CASE WHEN value >= before THEN"
            + " telemetry.rollup_number(value) - telemetry.rollup_number(before)"
            + " ELSE telemetry.rollup_number(value) END) FILTER (WHERE before IS NOT NULL), 0))");

    private final String upsert;

    Arithmetic(String value, String mean, String squares, String increase) {
      upsert =
          UPSERT
              .replace("{mean}", mean)
              .replace("{squares}", squares)
              .replace("{increase}", increase)
              .replace("{value}", value);
    }

    /** Of spans (three parameters) and the stretch of time that they are of. */
    String upsert() {
      return upsert;
    }
  }

  // The sub-selects with OFFSET 0 are computed as they stand: a span by the primary key, a value
  // once.
  private static final String UPSERT =
      """
      INSERT INTO telemetry.metrics_1h AS stored
        (tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max,
         first, first_time, last, last_time, increase_within, increase)
      SELECT tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max,
        first, first_time, last, last_time, increase_within,
        telemetry.rollup_sum(increase_within, telemetry.rollup_step(last_before, first))
      FROM (
        SELECT cells.*,
          coalesce(
            lag(last) OVER (PARTITION BY device_id, schema_version_id, field ORDER BY bucket),
            (SELECT earlier.last FROM telemetry.metrics_1h AS earlier
              WHERE earlier.device_id = cells.device_id AND earlier.field = cells.field
                AND earlier.schema_version_id = cells.schema_version_id
                AND earlier.bucket < cells.bucket
              ORDER BY earlier.bucket DESC LIMIT 1)) AS last_before
        FROM (
          SELECT any_value(tenant_id) AS tenant_id, device_id, schema_version_id, field, bucket,
            count(*) AS count, {mean} AS mean, {squares} AS m2, min(value) AS min, max(value) AS max,
            public.first(value, time) AS first, min(time) AS first_time,
            public.last(value, time) AS last, max(time) AS last_time,
            {increase} AS increase_within
          FROM (
            SELECT tenant_id, device_id, schema_version_id, field, bucket, time, value,
              lag(value) OVER (
                PARTITION BY device_id, schema_version_id, field, bucket ORDER BY time) AS before
            FROM (
              SELECT message.tenant_id, span.device_id, message.schema_version_id,
                field.key AS field, public.time_bucket('1 hour', message.time) AS bucket,
                message.time, {value} AS value
              FROM unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[])
                AS span (device_id, begins, ends)
              CROSS JOIN LATERAL (
                SELECT tenant_id, schema_version_id, time, fields
                FROM telemetry.telemetry
                WHERE device_id = span.device_id AND time >= span.begins AND time < span.ends
                  AND time >= ? AND time < ?
                OFFSET 0) AS message
              CROSS JOIN LATERAL jsonb_each(message.fields) AS field
              OFFSET 0) AS readings
            WHERE value IS NOT NULL) AS steps
          GROUP BY device_id, schema_version_id, field, bucket) AS cells
        OFFSET 0) AS chained
      ON CONFLICT (device_id, field, schema_version_id, bucket) DO UPDATE SET
        count = excluded.count, mean = excluded.mean, m2 = excluded.m2,
        min = excluded.min, max = excluded.max,
        first = excluded.first, first_time = excluded.first_time,
        last = excluded.last, last_time = excluded.last_time,
        increase_within = excluded.increase_within, increase = excluded.increase
      WHERE (stored.count, stored.mean, stored.m2, stored.min, stored.max, stored.first,
          stored.first_time, stored.last, stored.last_time, stored.increase_within,
          stored.increase)
        IS DISTINCT FROM (excluded.count, excluded.mean, excluded.m2, excluded.min, excluded.max,
          excluded.first, excluded.first_time, excluded.last, excluded.last_time,
          excluded.increase_within, excluded.increase)
      RETURNING device_id, field, schema_version_id, bucket
      """;

  private static final String DELETE_EMPTY =
      """
      DELETE FROM telemetry.metrics_1h AS cell
      USING unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[])
        AS span (device_id, begins, ends)
      WHERE cell.device_id = span.device_id
        AND cell.bucket >= span.begins AND cell.bucket < span.ends
        AND cell.bucket >= ? AND cell.bucket < ?
        AND NOT EXISTS (
          SELECT FROM telemetry.telemetry AS message
          WHERE message.device_id = cell.device_id
            AND message.time >= cell.bucket AND message.time < cell.bucket + INTERVAL '1 hour'
            AND message.time >= ? AND message.time < ?
            AND message.schema_version_id = cell.schema_version_id
            AND jsonb_typeof(message.fields -> cell.field) IN ('number', 'boolean'))
      RETURNING cell.device_id, cell.field, cell.schema_version_id, cell.bucket
      """;

  private static final String RELINK =
      """
      UPDATE telemetry.metrics_1h AS cell SET increase = linked.increase
      FROM (
        SELECT device_id, field, schema_version_id, bucket,
          telemetry.rollup_sum(increase_within, telemetry.rollup_step(last_before, first))
            AS increase
        FROM (
          SELECT near.device_id, near.field, near.schema_version_id, near.bucket,
            near.increase_within, near.first,
            (SELECT earlier.last FROM telemetry.metrics_1h AS earlier
              WHERE earlier.device_id = near.device_id AND earlier.field = near.field
                AND earlier.schema_version_id = near.schema_version_id
                AND earlier.bucket < near.bucket
              ORDER BY earlier.bucket DESC LIMIT 1) AS last_before
          FROM unnest(?::uuid[], ?::text[], ?::uuid[], ?::timestamptz[])
            AS changed (device_id, field, schema_version_id, bucket)
          CROSS JOIN LATERAL (
            SELECT device_id, field, schema_version_id, bucket, increase_within, first
            FROM telemetry.metrics_1h
            WHERE device_id = changed.device_id AND field = changed.field
              AND schema_version_id = changed.schema_version_id AND bucket >= changed.bucket
            ORDER BY bucket LIMIT 2) AS near
          OFFSET 0) AS chained) AS linked
      WHERE cell.device_id = linked.device_id AND cell.field = linked.field
        AND cell.schema_version_id = linked.schema_version_id AND cell.bucket = linked.bucket
        AND cell.increase IS DISTINCT FROM linked.increase
      RETURNING cell.device_id, cell.field, cell.schema_version_id, cell.bucket
      """;

  private HourlyCells() {}

  /**
   * Computes all cells of some spans and writes those that are new or differ.
   *
   * @param spans each of a device of its own or apart from the others of the device, all of one day
   * @return those that were written; their {@code increase} follows from the cell before them where
   *     that is not of another span of this call
   */
  static List<CellKey> upsert(Connection connection, List<Span> spans, Arithmetic arithmetic)
      throws SQLException {
    try (var statement = connection.prepareStatement(arithmetic.upsert())) {
      Span.bind(statement, 1, spans);
      statement.setObject(4, Times.of(Span.start(spans)));
      statement.setObject(5, Times.of(Span.end(spans)));
      try (var rows = statement.executeQuery()) {
        return CellKey.read(rows);
      }
    }
  }

  /** Deletes the cells of some spans that no message gives a reading any more; which they were. */
  static List<CellKey> deleteEmpty(Connection connection, List<Span> spans) throws SQLException {
    var start = Times.of(Span.start(spans));
    var end = Times.of(Span.end(spans));
    try (var statement = connection.prepareStatement(DELETE_EMPTY)) {
      Span.bind(statement, 1, spans);
      statement.setObject(4, start);
      statement.setObject(5, end);
      statement.setObject(6, start);
      statement.setObject(7, end);
      try (var rows = statement.executeQuery()) {
        return CellKey.read(rows);
      }
    }
  }

  /**
   * Links cells that were written, and those that come next after written or deleted ones, to the
   * cell that is before them now.
   *
   * @return those whose {@code increase} is another now
   */
  static List<CellKey> relink(Connection connection, List<CellKey> changed) throws SQLException {
    try (var statement = connection.prepareStatement(RELINK)) {
      CellKey.bind(statement, 1, changed);
      try (var rows = statement.executeQuery()) {
        return CellKey.read(rows);
      }
    }
  }
}
