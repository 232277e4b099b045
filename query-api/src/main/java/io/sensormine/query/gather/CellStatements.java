package io.sensormine.query.gather;

/**
 * The statements that gather cells; made of constants. A sub-select with OFFSET 0 is computed as it
 * stands: a span by the primary key, also below a view that is a security barrier, and a value
 * once, not once for each aggregate.
 */
final class CellStatements {
  /** The messages of a part. */
  static final String MESSAGES =
      """
      SELECT common.*
      FROM unnest(?::timestamptz[], ?::timestamptz[]) AS span (begins, ends)
      CROSS JOIN LATERAL (
        SELECT device_id, time, schema_version_id, fields
        FROM query.telemetry
        WHERE device_id = ANY (?::uuid[]) AND time >= span.begins AND time < span.ends
        OFFSET 0) AS common
      UNION ALL
      SELECT single.*
      FROM unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[]) AS own (device_id, begins, ends)
      CROSS JOIN LATERAL (
        SELECT device_id, time, schema_version_id, fields
        FROM query.telemetry
        WHERE device_id = own.device_id AND time >= own.begins AND time < own.ends
        OFFSET 0) AS single
      """;

  private static final String NO_SQUARES = "NULL::numeric AS squares";
  private static final String NO_ENDS =
      """
      NULL::jsonb AS first_value, NULL::timestamptz AS first_time, NULL::uuid AS first_device,
      NULL::jsonb AS last_value, NULL::timestamptz AS last_time, NULL::uuid AS last_device\
      """;

  /** Sums are taken as numeric, so that they are exact and the order of rows does not matter. */
  private static final String RAW =
      """
      SELECT series_group, name, schema_version_id, bucket,
        count(*) AS read,
        count(value) - count(number) AS skipped,
        count(number) AS readings,
        sum(number) AS total,
        min(number) AS smallest,
        max(number) AS largest,
        max(time) FILTER (WHERE number IS NOT NULL) AS newest,
        {squares},
        {ends}
      FROM (
        SELECT series_group, name, schema_version_id, bucket, device_id, time, value,
          CASE jsonb_typeof(value)
            WHEN 'number' THEN value::numeric
            WHEN 'boolean' THEN CASE WHEN value::boolean THEN 1 ELSE 0 END
          END AS number
        FROM (
          SELECT device.series_group, field.ordinality::int - 1 AS name,
            message.schema_version_id, message.device_id, message.time,
            width_bucket(message.time, ?::timestamptz[]) - 1 AS bucket,
            nullif(message.fields -> field.name, 'null'::jsonb) AS value
          FROM ({messages}) AS message
          JOIN unnest(?::uuid[], ?::int[]) AS device (id, series_group)
            ON device.id = message.device_id
          CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
          OFFSET 0
        ) AS taken
        OFFSET 0
      ) AS told
      GROUP BY series_group, name, schema_version_id, bucket
      """;

  private static final String RAW_SQUARES = "var_pop(number) * count(number) AS squares";
  private static final String RAW_ENDS =
      """
      public.first(value, ROW(time, device_id)) FILTER (WHERE number IS NOT NULL) AS first_value,
      min(time) FILTER (WHERE number IS NOT NULL) AS first_time,
      public.first(device_id, ROW(time, device_id)) FILTER (WHERE number IS NOT NULL)
        AS first_device,
      public.last(value, ROW(time, device_id)) FILTER (WHERE number IS NOT NULL) AS last_value,
      max(time) FILTER (WHERE number IS NOT NULL) AS last_time,
      public.last(device_id, ROW(time, device_id)) FILTER (WHERE number IS NOT NULL)
        AS last_device\
      """;

  /**
   * A mean times its count could be beyond a double, so sums are told by the power of two in {@link
   * #SCALE}.
   */
  private static final String ROLLED =
      """
      SELECT series_group, name, schema_version_id, bucket,
        count(*) AS read,
        0 AS skipped,
        sum(count)::bigint AS readings,
        sum(mean * (count * {scale})) AS total,
        min(min) AS smallest,
        max(max) AS largest,
        max(last_time) AS newest,
        {squares},
        {ends}
      FROM (
        SELECT series_group, name, schema_version_id, bucket, device_id, count, mean, m2, min, max,
          first, first_time, last, last_time{middle}
        FROM (
          SELECT device.series_group, field.ordinality::int - 1 AS name, cell.schema_version_id,
            cell.device_id, width_bucket(cell.bucket, ?::timestamptz[]) - 1 AS bucket,
            cell.count, cell.mean, cell.m2, cell.min, cell.max, cell.first, cell.first_time,
            cell.last, cell.last_time
          FROM ({cells}) AS cell
          JOIN unnest(?::uuid[], ?::int[]) AS device (id, series_group)
            ON device.id = cell.device_id
          JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
            ON field.name = cell.field
        ) AS taken{window}
      ) AS told
      GROUP BY series_group, name, schema_version_id, bucket
      """;

  /** The cells of a part. */
  static final String CELLS =
      """
      SELECT common.*
      FROM unnest(?::timestamptz[], ?::timestamptz[]) AS span (begins, ends)
      CROSS JOIN LATERAL (
        SELECT device_id, schema_version_id, field, bucket, count, mean, m2, min, max, first,
          first_time, last, last_time, increase_within
        FROM query.{table}
        WHERE device_id = ANY (?::uuid[]) AND field = ANY (?::text[])
          AND bucket >= span.begins AND bucket < span.ends
        OFFSET 0) AS common
      WHERE NOT EXISTS (
        SELECT FROM unnest(?::uuid[], ?::timestamptz[]) AS omitted (device_id, bucket)
        WHERE omitted.device_id = common.device_id AND omitted.bucket = common.bucket)
      UNION ALL
      SELECT single.*
      FROM unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[]) AS own (device_id, begins, ends)
      CROSS JOIN LATERAL (
        SELECT device_id, schema_version_id, field, bucket, count, mean, m2, min, max, first,
          first_time, last, last_time, increase_within
        FROM query.{table}
        WHERE device_id = own.device_id AND field = ANY (?::text[])
          AND bucket >= own.begins AND bucket < own.ends
        OFFSET 0) AS single
      """;

  private static final String MIDDLE =
      """
      , sum(mean * (count * {scale})) OVER (together) / (sum(count) OVER (together) * {scale})
        AS middle\
      """;
  private static final String WINDOW =
      "\nWINDOW together AS (PARTITION BY series_group, name, schema_version_id, bucket)";
  private static final String ROLLED_SQUARES =
      "sum(m2 + count * (mean - middle) * (mean - middle)) AS squares";
  private static final String ROLLED_ENDS =
      """
      to_jsonb(public.first(first, ROW(first_time, device_id))) AS first_value,
      min(first_time) AS first_time,
      public.first(device_id, ROW(first_time, device_id)) AS first_device,
      to_jsonb(public.last(last, ROW(last_time, device_id))) AS last_value,
      max(last_time) AS last_time,
      public.last(device_id, ROW(last_time, device_id)) AS last_device\
      """;

  /** 2 to the power of -40: exact, and more readings than that are in no bucket. */
  static final String SCALE = "9.094947017729282379150390625e-13::double precision";

  private CellStatements() {}

  /** Gathers cells from messages. */
  static String ofMessages(Detail detail) {
    return RAW.replace("{messages}", MESSAGES)
        .replace("{squares}", detail.squares() ? RAW_SQUARES : NO_SQUARES)
        .replace("{ends}", detail.ends() ? RAW_ENDS : NO_ENDS);
  }

  /** Gathers cells from hourly cells. */
  static String ofHours(Detail detail) {
    return rolled(detail, "metrics_1h");
  }

  /** Gathers cells from daily cells. */
  static String ofDays(Detail detail) {
    return rolled(detail, "metrics_1d");
  }

  private static String rolled(Detail detail, String table) {
    return ROLLED
        .replace("{middle}", detail.squares() ? MIDDLE : "")
        .replace("{window}", detail.squares() ? WINDOW : "")
        .replace("{squares}", detail.squares() ? ROLLED_SQUARES : NO_SQUARES)
        .replace("{ends}", detail.ends() ? ROLLED_ENDS : NO_ENDS)
        .replace("{cells}", CELLS)
        .replace("{table}", table)
        .replace("{scale}", SCALE);
  }
}
