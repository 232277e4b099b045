package io.sensormine.benchmarks;

import io.sensormine.standalone.home.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What series are asked of: cells of 30 whole days up to today as the roller would have left them,
 * whose messages are gone by retention; of each device messages of the last two hours, of the first
 * one of a day. Stored by SQL, for it is reading that is measured. Not thread-safe.
 */
final class SeriesData {
  private static final int DAYS = 30;
  private static final Duration SETTLED = Duration.ofMinutes(10);

  /** A walk of an hour's mean. The cells lie in order of time, as the roller writes them. */
  private static final String CELLS =
      """
      INSERT INTO telemetry.{table}
        (tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max, first,
         first_time, last, last_time, increase_within, increase)
      SELECT ?::uuid, device_id, ?::uuid, field, bucket, {count}, mean, {count} * 4, mean - 6, mean + 6,
        mean - 1, bucket, mean + 1, bucket + interval '{size}' - interval '10 seconds', {count}, {count}
      FROM (
        SELECT device_id, field, bucket, round((random() * 100)::numeric, 2)::float8 AS mean
        FROM generate_series(?::timestamptz, ?::timestamptz - interval '{size}', interval '{size}')
          AS bucket
        CROSS JOIN unnest(?::uuid[]) AS device_id
        CROSS JOIN unnest('{f0,f1,f2}'::text[]) AS field) AS cell
      ON CONFLICT DO NOTHING
      """;

  private static final String MESSAGES =
      """
      INSERT INTO telemetry.telemetry
        (tenant_id, device_id, time, schema_version_id, fields, received_at)
      SELECT ?::uuid, device_id, time, ?::uuid,
        jsonb_build_object(
          'f0', round((random() * 100)::numeric, 2), 'f1', round((random() * 100)::numeric, 2),
          'f2', round((random() * 100)::numeric, 2), 'f3', round((random() * 100)::numeric, 2),
          'f4', round((random() * 100)::numeric, 2), 'f5', round((random() * 100)::numeric, 2),
          'f6', round((random() * 100)::numeric, 2), 'f7', round((random() * 100)::numeric, 2),
          'on', random() < 0.5, 'mode', 'idle'), now()
      FROM generate_series(?::timestamptz, ?::timestamptz, interval '10 seconds') AS time
      CROSS JOIN unnest(?::uuid[]) AS device_id
      ON CONFLICT DO NOTHING
      """;

  /** As a writer does for messages of hours that are closed. */
  private static final String DIRTY =
      """
      INSERT INTO telemetry.rollup_dirty (tenant_id, device_id, bucket)
      SELECT ?::uuid, device_id, hour
      FROM generate_series(date_trunc('hour', ?::timestamptz, 'UTC'), ?::timestamptz,
        interval '1 hour') AS hour
      CROSS JOIN unnest(?::uuid[]) AS device_id
      WHERE hour < telemetry.rollup_closed_until()
      """;

  /** Hours before this stay as they are, with or without messages. */
  private static final String LET_GO =
      """
      UPDATE telemetry.rollup_marks SET
        closed_until = greatest(closed_until, ?1), rolled_until = greatest(rolled_until, ?1),
        raw_from = greatest(raw_from, ?1), hours_from = greatest(hours_from, ?1)
      """;

  private final Instance instance;
  private final List<UUID> devices;
  private Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
  private UUID tenant = new UUID(0, 0);
  private UUID version = new UUID(0, 0);

  SeriesData(Instance instance, List<UUID> devices) {
    this.instance = instance;
    this.devices = devices;
  }

  Instant from() {
    return to().minus(Duration.ofDays(DAYS));
  }

  Instant to() {
    return now.truncatedTo(ChronoUnit.DAYS);
  }

  /** Until when there are messages. */
  Instant now() {
    return now;
  }

  /** A connection that may read what query-api may. */
  Connection reader() throws SQLException {
    var connection = DriverManager.getConnection(instance.timeseriesUrl());
    try (var statement = connection.createStatement()) {
      statement.execute("SET sensormine.tenant_id = '" + tenant + "'");
      statement.execute("SET ROLE telemetry_reader");
    }
    return connection;
  }

  void prepare() throws Exception {
    try (var connection = DriverManager.getConnection(instance.timeseriesUrl())) {
      if (learn(connection)) {
        return;
      }
      announce();
      if (!learn(connection)) {
        throw new IllegalStateException("what was sent is not there");
      }
      letGo(connection);
      cells(connection, "metrics_1d", "1 day", 8_640);
      cells(connection, "metrics_1h", "1 hour", 360);
      connection.setAutoCommit(false);
      messages(connection, now.minus(Duration.ofDays(1)), devices.subList(0, 1));
      messages(connection, now.minus(Duration.ofHours(2)), devices);
      connection.commit();
      connection.setAutoCommit(true);
      settle(connection);
    }
  }

  /** By the platform, which knows the devices' tenant and schema. */
  private void announce() throws Exception {
    int port = instance.ports().of(Service.INGESTION);
    var body =
        new StandardWork(devices, devices.size(), now)
            .batches(devices.size(), 1).getFirst().stream()
                .map(StandardWork.Message::envelope)
                .collect(Collectors.joining(",", "[", "]"));
    Load.run(
        port,
        1,
        1,
        List.of(
            HttpWire.post(port, "/api/v1/gateway/telemetry", instance.gatewayCredential(), body)),
        lane -> new HttpWire());
  }

  /** Whether the devices have sent anything in the last hour: then all is there. */
  private boolean learn(Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT tenant_id, schema_version_id, time FROM telemetry.telemetry
            WHERE device_id = ? AND time >= now() - interval '1 hour' ORDER BY time DESC LIMIT 1
            """)) {
      statement.setObject(1, devices.getFirst());
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        tenant = row.getObject(1, UUID.class);
        version = row.getObject(2, UUID.class);
        now = row.getObject(3, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MINUTES);
        return true;
      }
    }
  }

  private void letGo(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(LET_GO.replace("?1", "'" + to() + "'::timestamptz"));
    }
  }

  private void cells(Connection connection, String table, String size, int count)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            CELLS
                .replace("{table}", table)
                .replace("{size}", size)
                .replace("{count}", Integer.toString(count)))) {
      statement.setObject(1, tenant);
      statement.setObject(2, version);
      statement.setObject(3, from().atOffset(ZoneOffset.UTC));
      statement.setObject(4, to().atOffset(ZoneOffset.UTC));
      statement.setArray(5, connection.createArrayOf("uuid", devices.toArray()));
      statement.execute();
    }
  }

  private void messages(Connection connection, Instant since, List<UUID> of) throws SQLException {
    try (var insert = connection.prepareStatement(MESSAGES);
        var dirty = connection.prepareStatement(DIRTY)) {
      insert.setObject(1, tenant);
      insert.setObject(2, version);
      insert.setObject(3, since.atOffset(ZoneOffset.UTC));
      insert.setObject(4, now.atOffset(ZoneOffset.UTC));
      insert.setArray(5, connection.createArrayOf("uuid", of.toArray()));
      insert.execute();
      dirty.setObject(1, tenant);
      dirty.setObject(2, since.atOffset(ZoneOffset.UTC));
      dirty.setObject(3, now.atOffset(ZoneOffset.UTC));
      dirty.setArray(4, connection.createArrayOf("uuid", of.toArray()));
      dirty.execute();
    }
  }

  /** Waits for the roller, and does what autovacuum would in a while. */
  private void settle(Connection connection) throws Exception {
    var deadline = Instant.now().plus(SETTLED);
    try (var statement = connection.createStatement()) {
      while (dirty(connection)) {
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("the roller has not come to its end");
        }
        Thread.sleep(500);
      }
      statement.execute(
          "VACUUM ANALYZE telemetry.telemetry, telemetry.metrics_1h, telemetry.metrics_1d");
    }
  }

  private static boolean dirty(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT EXISTS (
                  SELECT FROM telemetry.rollup_dirty AS dirty
                  WHERE dirty.bucket >= (SELECT raw_from FROM telemetry.rollup_marks))
                """)) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
