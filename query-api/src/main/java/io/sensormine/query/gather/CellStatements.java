package io.sensormine.query.gather;

/**
 * The statements that gather cells; made of constants. A sub-select with OFFSET 0 is computed as it
 * stands: a value once, not once for each aggregate.
 */
final class CellStatements {
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
        {bounds},
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
          SELECT {group} AS series_group, field.ordinality::int - 1 AS name,
            message.schema_version_id, device_id, message.time,
            width_bucket(message.time, ?::timestamptz[]) - 1 AS bucket,
            nullif(message.fields -> field.name, 'null'::jsonb) AS value
          FROM (
{rows}) AS message
          {grouping}
          CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
          OFFSET 0
        ) AS taken
        OFFSET 0
      ) AS told
      GROUP BY series_group, name, schema_version_id, bucket
""";

  private static final String NO_BOUNDS = "NULL::numeric AS smallest, NULL::numeric AS largest";
  private static final String RAW_BOUNDS = "min(number) AS smallest, max(number) AS largest";
  private static final String ROLLED_BOUNDS = "min(min) AS smallest, max(max) AS largest";

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
        {bounds},
        max(last_time) AS newest,
        {squares},
        {ends}
      FROM (
        SELECT series_group, name, schema_version_id, bucket, device_id, count, mean, m2, min, max,
          first, first_time, last, last_time{middle}
        FROM (
          SELECT {group} AS series_group, {name} AS name, cell.schema_version_id, device_id,
            {bucket} AS bucket,
            cell.count, cell.mean, cell.m2, cell.min, cell.max, cell.first, cell.first_time,
            cell.last, cell.last_time
          FROM (
{rows}) AS cell
          {grouping}
        ) AS taken{window}
      ) AS told
      GROUP BY series_group, name, schema_version_id, bucket
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
  private static final String SCALE = "9.094947017729282379150390625e-13::double precision";

  /** Where all devices are of one group, there is nothing to look up. */
  private static final String GROUPING =
      "JOIN unnest(?::uuid[], ?::int[]) AS device (device_id, series_group) USING (device_id)";

  private static final String NAME = "array_position(?::text[], cell.field) - 1";
  private static final String BUCKET = "width_bucket(cell.bucket, ?::timestamptz[]) - 1";

  private CellStatements() {}

  /**
   * Gathers cells from messages.
   *
   * @param rows the statement that reads them
   * @param grouped whether the devices are of several groups
   */
  static String ofMessages(Detail detail, String rows, boolean grouped) {
    return grouping(RAW, grouped)
        .replace("{rows}", rows)
        .replace("{bounds}", detail.bounds() ? RAW_BOUNDS : NO_BOUNDS)
        .replace("{squares}", detail.squares() ? RAW_SQUARES : NO_SQUARES)
        .replace("{ends}", detail.ends() ? RAW_ENDS : NO_ENDS);
  }

  /**
   * Gathers cells from those of a rollup.
   *
   * @param rows the statement that reads them
   * @param gathering what for: what it leaves no choice of is not computed for each cell
   * @param single whether each cell is a bucket of its own, which is then told by its time
   */
  static String ofRollups(Detail detail, String rows, Gathering gathering, boolean single) {
    return grouping(ROLLED, gathering.grouped())
        .replace("{rows}", rows)
        .replace("{name}", gathering.names().size() == 1 ? "0" : NAME)
        .replace("{bucket}", single ? "cell.bucket" : BUCKET)
        .replace("{bounds}", detail.bounds() ? ROLLED_BOUNDS : NO_BOUNDS)
        .replace("{middle}", detail.squares() ? MIDDLE : "")
        .replace("{window}", detail.squares() ? WINDOW : "")
        .replace("{squares}", detail.squares() ? ROLLED_SQUARES : NO_SQUARES)
        .replace("{ends}", detail.ends() ? ROLLED_ENDS : NO_ENDS)
        .replace("{scale}", SCALE);
  }

  private static String grouping(String statement, boolean grouped) {
    return statement
        .replace("{group}", grouped ? "device.series_group" : "0")
        .replace("{grouping}", grouped ? GROUPING : "");
  }
}
