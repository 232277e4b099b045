package io.sensormine.query.gather;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds the last reading before a range, of each device and name: among the newest messages before
 * it; where these have none, by what the rollups tell, and among the messages that they do not tell
 * of.
 */
@Singleton
public final class PredecessorStore {
  /** What {@link Binding#lookups} binds; versions are cast once, not for each row. */
  private static final String LOOKUPS =
      """
      CROSS JOIN (
        SELECT name, place, others, versions::uuid[] AS versions
        FROM unnest(?::text[], ?::int[], ?::boolean[], ?::text[])
          AS lookup (name, place, others, versions)
        OFFSET 0) AS field\
      """;

  /** Of the newest rows before the range, each name's newest value. */
  private static final String NEAR =
      """
      SELECT device.ordinality::int - 1 AS device, field.place AS name,
        earlier.schema_version_id, -1 AS bucket, earlier.time, earlier.value
      FROM unnest(?::uuid[]) WITH ORDINALITY AS device (id, ordinality)
      {lookups}
      CROSS JOIN LATERAL (
        SELECT message.time, message.schema_version_id, message.fields -> field.name AS value
        FROM (
          SELECT time, schema_version_id, fields
          FROM query.telemetry_descending
          WHERE device_id = device.id AND time < ?
          ORDER BY time DESC
          LIMIT ?) AS message
        WHERE jsonb_typeof(message.fields -> field.name) = ANY (?::text[])
          AND field.others <> (message.schema_version_id = ANY (field.versions))
        ORDER BY message.time DESC
        LIMIT 1) AS earlier
      """;

  /**
   * A cell that counts tells when the last reading was that it is of, and the message what it was;
   * where the message has been dropped by retention, the cell tells that, too. Hours that are not
   * rolled up, dirty ones, and that in which the range begins are read from messages.
   */
  private static final String FAR =
      """
      SELECT device.ordinality::int - 1 AS device, field.place AS name,
        earlier.schema_version_id, -1 AS bucket, earlier.time, earlier.value
      FROM (
        SELECT least(rolled_until, date_trunc('hour', ?::timestamptz, 'UTC')) AS until, raw_from
        FROM query.rollup_marks) AS rolled
      CROSS JOIN unnest(?::uuid[]) WITH ORDINALITY AS device (id, ordinality)
      {lookups}
      CROSS JOIN LATERAL (
        SELECT cell.schema_version_id, cell.last_time AS time,
          coalesce(
            (SELECT message.fields -> field.name FROM query.telemetry AS message
              WHERE message.device_id = device.id AND message.time = cell.last_time),
            to_jsonb(cell.last)) AS value
        FROM (
          (SELECT hour.schema_version_id, hour.last_time, hour.last
            FROM query.metrics_1h AS hour
            WHERE hour.device_id = device.id AND hour.field = field.name
              AND hour.bucket < rolled.until
              AND field.others <> (hour.schema_version_id = ANY (field.versions))
              AND NOT EXISTS (
                SELECT FROM query.rollup_dirty AS dirty
                WHERE dirty.device_id = device.id AND dirty.bucket = hour.bucket
                  AND dirty.bucket >= rolled.raw_from)
            ORDER BY hour.bucket DESC, hour.last_time DESC
            LIMIT 1)
          UNION ALL
          (SELECT day.schema_version_id, day.last_time, day.last
            FROM query.metrics_1d AS day
            WHERE day.device_id = device.id AND day.field = field.name
              AND day.bucket + INTERVAL '1 day' <= rolled.until
              AND field.others <> (day.schema_version_id = ANY (field.versions))
              AND NOT EXISTS (
                SELECT FROM query.rollup_dirty AS dirty
                WHERE dirty.device_id = device.id AND dirty.bucket >= day.bucket
                  AND dirty.bucket < day.bucket + INTERVAL '1 day'
                  AND dirty.bucket >= rolled.raw_from)
            ORDER BY day.bucket DESC, day.last_time DESC
            LIMIT 1)) AS cell
        UNION ALL
        (SELECT message.schema_version_id, message.time, message.fields -> field.name
          FROM query.telemetry_descending AS message
          WHERE message.device_id = device.id AND message.time >= rolled.until
            AND message.time < ?
            AND jsonb_typeof(message.fields -> field.name) = ANY (?::text[])
            AND field.others <> (message.schema_version_id = ANY (field.versions))
          ORDER BY message.time DESC
          LIMIT 1)
        UNION ALL
        (SELECT message.schema_version_id, message.time, message.fields -> field.name
          FROM query.rollup_dirty AS dirty
          CROSS JOIN LATERAL (
            SELECT late.schema_version_id, late.time, late.fields
            FROM query.telemetry AS late
            WHERE late.device_id = device.id AND late.time >= dirty.bucket
              AND late.time < dirty.bucket + INTERVAL '1 hour'
            OFFSET 0) AS message
          WHERE dirty.device_id = device.id AND dirty.bucket < rolled.until
            AND dirty.bucket >= rolled.raw_from
            AND jsonb_typeof(message.fields -> field.name) = ANY (?::text[])
            AND field.others <> (message.schema_version_id = ANY (field.versions))
          ORDER BY message.time DESC
          LIMIT 1)
        ORDER BY time DESC
        LIMIT 1) AS earlier
      """;

  private static final int ROWS_BACK = 1_000;
  private static final List<String> NUMBERS = List.of("number", "boolean");
  private static final List<String> TEXTS = List.of("string");

  private final ReadingRows rows;

  PredecessorStore(ReadingRows rows) {
    this.rows = rows;
  }

  /**
   * Tells numbers and booleans: those among a device's newest 1,000 messages before the range, and
   * unless these are all that are wanted, others, however long before.
   */
  public void numbers(
      Connection connection,
      Gathering gathering,
      List<Lookup> lookups,
      Consumer<Reading> reader,
      BooleanSupplier all)
      throws SQLException {
    near(connection, gathering, lookups, NUMBERS, reader);
    if (!all.getAsBoolean()) {
      far(connection, gathering, lookups, reader);
    }
  }

  /** Tells texts among a device's newest 1,000 messages before the range. */
  public void texts(
      Connection connection, Gathering gathering, List<Lookup> lookups, Consumer<Reading> reader)
      throws SQLException {
    near(connection, gathering, lookups, TEXTS, reader);
  }

  private void near(
      Connection connection,
      Gathering gathering,
      List<Lookup> lookups,
      List<String> types,
      Consumer<Reading> reader)
      throws SQLException {
    Planning.UNSORTED.set(connection);
    try (var statement = connection.prepareStatement(NEAR.replace("{lookups}", LOOKUPS))) {
      new Binding(connection, statement)
          .uuids(gathering.devices())
          .lookups(lookups, gathering.names())
          .time(gathering.range().start())
          .number(ROWS_BACK)
          .texts(types);
      rows.tell(statement, reader);
    }
  }

  private void far(
      Connection connection, Gathering gathering, List<Lookup> lookups, Consumer<Reading> reader)
      throws SQLException {
    Planning.UNSORTED.set(connection);
    try (var statement = connection.prepareStatement(FAR.replace("{lookups}", LOOKUPS))) {
      new Binding(connection, statement)
          .time(gathering.range().start())
          .uuids(gathering.devices())
          .lookups(lookups, gathering.names())
          .time(gathering.range().start())
          .texts(NUMBERS)
          .texts(NUMBERS);
      rows.tell(statement, reader);
    }
  }
}
