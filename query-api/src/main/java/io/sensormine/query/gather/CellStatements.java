package io.sensormine.query.gather;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that gather cells; made of constants. They have no column that nothing asks for,
 * nor a key that there is but one of: each costs with every row. A sub-select with OFFSET 0 is
 * computed as it stands: a value once, not once for each aggregate.
 */
final class CellStatements {
  /** Sums are taken as numeric, so that they are exact and the order of rows does not matter. */
  private static final String RAW =
"""
      SELECT {keys}schema_version_id, bucket,
        count(*) AS read,
        count(*) FILTER (WHERE number IS NULL AND value <> 'null'::jsonb) AS skipped,
        count(number) AS readings,
        sum(number) AS total,
        max(time) FILTER (WHERE number IS NOT NULL) AS newest{details}
      FROM (
        SELECT {keys}schema_version_id, bucket, device_id, time, value,
          CASE jsonb_typeof(value)
            WHEN 'number' THEN value::numeric
            WHEN 'boolean' THEN CASE WHEN value::boolean THEN 1 ELSE 0 END
          END AS number
        FROM (
          SELECT {group}{name}message.schema_version_id, device_id, message.time,
            {bucket} AS bucket, message.fields -> field.name AS value
          FROM (
{rows}) AS message
          {grouping}
          CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
          OFFSET 0
        ) AS taken
        OFFSET 0
      ) AS told
      GROUP BY {keys}schema_version_id, bucket
""";

  private static final String RAW_BOUNDS = "min(number) AS smallest, max(number) AS largest";
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
      SELECT {keys}schema_version_id, bucket,
        count(*) AS read,
        0 AS skipped,
        sum(count)::bigint AS readings,
        sum(mean * (count * {scale})) AS total,
        max(last_time) AS newest{details}
      FROM (
        SELECT {keys}schema_version_id, bucket, device_id, count, mean, m2, min, max, first,
          first_time, last, last_time{middle}
        FROM (
          SELECT {group}{name}cell.schema_version_id, device_id, {bucket} AS bucket,
            cell.count, cell.mean, cell.m2, cell.min, cell.max, cell.first, cell.first_time,
            cell.last, cell.last_time
          FROM (
{rows}) AS cell
          {grouping}
        ) AS taken{window}
      ) AS told
      GROUP BY {keys}schema_version_id, bucket
""";

  private static final String MIDDLE =
      """
      , sum(mean * (count * {scale})) OVER (together) / (sum(count) OVER (together) * {scale})
        AS middle\
      """;
  private static final String WINDOW =
      "\nWINDOW together AS (PARTITION BY {keys}schema_version_id, bucket)";
  private static final String ROLLED_BOUNDS = "min(min) AS smallest, max(max) AS largest";
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

  /** Where no two cells of a rollup belong together. */
  private static final String SINGLE =
"""
      SELECT {group}{name}cell.schema_version_id, cell.bucket,
        1 AS read,
        0 AS skipped,
        cell.count AS readings,
        cell.mean * (cell.count * {scale}) AS total,
        cell.last_time AS newest{details}
      FROM (
{rows}) AS cell
      {grouping}
""";

  private static final String SINGLE_BOUNDS = "cell.min AS smallest, cell.max AS largest";
  private static final String SINGLE_SQUARES = "cell.m2 AS squares";
  private static final String SINGLE_ENDS =
      """
      to_jsonb(cell.first) AS first_value, cell.first_time, device_id AS first_device,
      to_jsonb(cell.last) AS last_value, cell.last_time, device_id AS last_device\
      """;

  /** 2 to the power of -40: exact, and more readings than that are in no bucket. */
  private static final String SCALE = "9.094947017729282379150390625e-13::double precision";

  /** Where all devices are of one group, there is nothing to look up. */
  private static final String GROUPING =
      "JOIN unnest(?::uuid[], ?::int[]) AS device (device_id, series_group) USING (device_id)";

  private static final String GROUP = "device.series_group, ";
  private static final String RAW_NAME = "field.ordinality::int - 1 AS name, ";
  private static final String NAME = "array_position(?::text[], cell.field) - 1 AS name, ";

  /** Told by when it starts: no list of edges to be read, nor to be searched for each row. */
  private static final String FIXED =
      "date_bin(make_interval(secs => ?), {time}, 'epoch'::timestamptz)";

  /** Told by its index. */
  private static final String BY_EDGES = "width_bucket({time}, ?::timestamptz[]) - 1";

  private CellStatements() {}

  /**
   * Gathers cells from messages.
   *
   * @param rows the statement that reads them
   */
  static String ofMessages(Detail detail, String rows, Gathering gathering) {
    return keys(RAW, gathering, RAW_NAME)
        .replace("{bucket}", bucket("message.time", gathering))
        .replace("{rows}", rows)
        .replace("{details}", details(detail, RAW_BOUNDS, RAW_SQUARES, RAW_ENDS));
  }

  /**
   * Gathers cells from those of a rollup.
   *
   * @param rows the statement that reads them
   * @param single whether each cell is a bucket of its own, which is then told by its time
   */
  static String ofRollups(Detail detail, String rows, Gathering gathering, boolean single) {
    var statement =
        single && gathering.apart()
            ? SINGLE.replace(
                "{details}", details(detail, SINGLE_BOUNDS, SINGLE_SQUARES, SINGLE_ENDS))
            : ROLLED
                .replace("{details}", details(detail, ROLLED_BOUNDS, ROLLED_SQUARES, ROLLED_ENDS))
                .replace("{bucket}", single ? "cell.bucket" : bucket("cell.bucket", gathering))
                .replace("{middle}", detail.squares() ? MIDDLE : "")
                .replace("{window}", detail.squares() ? WINDOW : "");
    return keys(statement, gathering, NAME).replace("{rows}", rows).replace("{scale}", SCALE);
  }

  private static String bucket(String time, Gathering gathering) {
    return (gathering.buckets().size().fixed() ? FIXED : BY_EDGES).replace("{time}", time);
  }

  private static String keys(String statement, Gathering gathering, String name) {
    boolean grouped = gathering.grouped();
    boolean named = gathering.named();
    return statement
        .replace("{keys}", (grouped ? "series_group, " : "") + (named ? "name, " : ""))
        .replace("{group}", grouped ? GROUP : "")
        .replace("{grouping}", grouped ? GROUPING : "")
        .replace("{name}", named ? name : "");
  }

  private static String details(Detail detail, String bounds, String squares, String ends) {
    return Stream.of(
            detail.bounds() ? bounds : "",
            detail.squares() ? squares : "",
            detail.ends() ? ends : "")
        .filter(columns -> !columns.isEmpty())
        .map(columns -> ",\n" + columns)
        .collect(Collectors.joining());
  }
}
