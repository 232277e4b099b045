package io.sensormine.ingestion.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Merges days from their hours, in decimal numbers: the mean is that of the hours' means by their
 * counts, the squared deviations are theirs and those of their means from it, which is Chan's
 * formula for any number of parts.
 */
final class DailyCells {
  private static final String UPSERT =
      """
      INSERT INTO telemetry.metrics_1d AS stored
        (tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max,
         first, first_time, last, last_time, increase_within, increase)
      SELECT any_value(tenant_id), device_id, schema_version_id, field, day, sum(count)::bigint,
        telemetry.rollup_double(any_value(day_mean)),
        telemetry.rollup_double(
          sum(telemetry.rollup_number(m2) + count * (mean - day_mean) * (mean - day_mean))),
        min(min), max(max),
        public.first(first, bucket), min(first_time), public.last(last, bucket), max(last_time),
        telemetry.rollup_double(sum(
          CASE WHEN bucket = day_first THEN increase_within ELSE increase END::text::numeric)),
        telemetry.rollup_double(sum(increase::text::numeric))
      FROM (
        SELECT span.device_id, span.begins AS day, hour.tenant_id, hour.schema_version_id,
          hour.field, hour.bucket, hour.count, hour.mean, hour.m2, hour.min, hour.max, hour.first,
          hour.first_time, hour.last, hour.last_time, hour.increase_within, hour.increase,
          sum(hour.count * hour.mean) OVER series / sum(hour.count) OVER series AS day_mean,
          min(hour.bucket) OVER series AS day_first
        FROM unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[])
          AS span (device_id, begins, ends)
        CROSS JOIN LATERAL (
          SELECT tenant_id, schema_version_id, field, bucket, count::numeric AS count,
            mean::text::numeric AS mean, m2, min, max, first, first_time, last, last_time,
            increase_within, increase
          FROM telemetry.metrics_1h
          WHERE device_id = span.device_id AND bucket >= span.begins AND bucket < span.ends
            AND bucket >= ? AND bucket < ?
          OFFSET 0) AS hour
        WINDOW series AS (
          PARTITION BY span.device_id, span.begins, hour.schema_version_id, hour.field)
      ) AS hours
      GROUP BY device_id, day, schema_version_id, field
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
      """;

  private static final String DELETE_EMPTY =
      """
      DELETE FROM telemetry.metrics_1d AS cell
      USING unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[])
        AS span (device_id, begins, ends)
      WHERE cell.device_id = span.device_id AND cell.bucket = span.begins
        AND cell.bucket >= ? AND cell.bucket < ?
        AND NOT EXISTS (
          SELECT FROM telemetry.metrics_1h AS hour
          WHERE hour.device_id = cell.device_id AND hour.field = cell.field
            AND hour.schema_version_id = cell.schema_version_id
            AND hour.bucket >= cell.bucket AND hour.bucket < cell.bucket + INTERVAL '24 hours')
      """;

  private DailyCells() {}

  /** Merges some days, each span being one, and deletes the cells that no hour is left of. */
  static void merge(Connection connection, List<Span> days) throws SQLException {
    for (var sql : List.of(UPSERT, DELETE_EMPTY)) {
      try (var statement = connection.prepareStatement(sql)) {
        Span.bind(statement, 1, days);
        statement.setObject(4, Times.of(Span.start(days)));
        statement.setObject(5, Times.of(Span.end(days)));
        statement.executeUpdate();
      }
    }
  }
}
