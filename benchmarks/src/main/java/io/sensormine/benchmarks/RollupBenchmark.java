package io.sensormine.benchmarks;

import io.sensormine.ingestion.rollup.Rolling;
import io.sensormine.ingestion.rollup.RollupSettings;
import io.sensormine.local.DatabaseRole;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * Rolling up hours of the standard work, against the same aggregate alone, of the same devices at a
 * time and written nowhere: readings a second of the database's processor time, every field of a
 * message being one. Needs no instance; its database is a test's, of this machine.
 *
 * <p>Arguments: messages an hour (default 300,000), counted hours (default 5).
 */
public final class RollupBenchmark {
  private static final int DEVICES = 1_000;
  private static final int BATCH = 1_000;
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
  private static final UUID TENANT = new UUID(0, 1);
  private static final UUID VERSION = new UUID(0, 2);

  private static final String INSERT =
      """
      INSERT INTO telemetry.telemetry
        (tenant_id, device_id, time, schema_version_id, fields, received_at)
      SELECT ?, device_id, time, ?, fields::jsonb, now()
      FROM unnest(?::uuid[], ?::timestamptz[], ?::text[]) AS batch (device_id, time, fields)
      ORDER BY device_id, time
      """;

  private static final String AGGREGATE =
      """
      SELECT device_id, schema_version_id, field, bucket, any_value(tenant_id), count(*), avg(value),
        var_pop(value) * count(*), min(value), max(value), first(value, time), min(time),
        last(value, time), max(time),
        sum(CASE WHEN value >= before THEN value - before ELSE value END)
          FILTER (WHERE before IS NOT NULL)
      FROM (
        SELECT tenant_id, device_id, schema_version_id, field, bucket, time, value,
          lag(value) OVER (
            PARTITION BY device_id, schema_version_id, field, bucket ORDER BY time) AS before
        FROM (
          SELECT message.tenant_id, device.id AS device_id, message.schema_version_id,
            field.key AS field, time_bucket('1 hour', message.time) AS bucket, message.time,
            CASE jsonb_typeof(field.value)
              WHEN 'number' THEN field.value::double precision
              WHEN 'boolean' THEN field.value::boolean::integer::double precision
            END AS value
          FROM unnest(?::uuid[]) AS device (id)
          CROSS JOIN LATERAL (
            SELECT tenant_id, schema_version_id, time, fields FROM telemetry.telemetry
            WHERE device_id = device.id AND time >= ? AND time < ?
            OFFSET 0) AS message
          CROSS JOIN LATERAL jsonb_each(message.fields) AS field
          OFFSET 0) AS readings
        WHERE value IS NOT NULL) AS steps
      GROUP BY device_id, schema_version_id, field, bucket
      """;

  private final RollupSettings settings;
  private final Connection connection;
  private final List<UUID> devices;
  private final int messages;

  private RollupBenchmark(
      RollupSettings settings, Connection connection, List<UUID> devices, int messages) {
    this.settings = settings;
    this.connection = connection;
    this.devices = devices;
    this.messages = messages;
  }

  public static void main(String[] arguments) throws Exception {
    var messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var devices = new ArrayList<UUID>();
    for (var i = 0; i < DEVICES; i++) {
      devices.add(UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    devices.sort((one, other) -> one.toString().compareTo(other.toString()));
    // the service's own defaults
    var settings =
        new RollupSettings(
            Duration.ofSeconds(15),
            Duration.ZERO,
            20_000,
            1_000,
            1_000,
            Duration.ofSeconds(2),
            Duration.ofMinutes(2));
    try (var database = TestDatabases.timeseries()) {
      migrate(database);
      try (var connection = database.connect(DatabaseRole.TELEMETRY_WRITER)) {
        new RollupBenchmark(settings, connection, devices, messages).run(runs);
      }
    }
  }

  private static void migrate(TestDatabase database) {
    Flyway.configure()
        .dataSource(
            database.url(),
            DatabaseRole.TELEMETRY_OWNER.roleName(),
            database.environment().get(DatabaseRole.TELEMETRY_OWNER.passwordVariable()))
        .locations("classpath:db/ingestion")
        .defaultSchema("telemetry")
        .load()
        .migrate();
  }

  private void run(int runs) throws SQLException, IOException {
    try (var statement = connection.createStatement()) {
      // as the roller's own connections are
      statement.execute("SET max_parallel_workers_per_gather = 0");
      statement.execute("SET jit = off");
    }
    var rolling = new Rolling(settings);
    var cpu = BackendCpu.of(connection);
    var roller = new Rates();
    var ceiling = new Rates();
    var readings = (double) messages * StandardWork.FIELDS;
    for (var run = 0; run <= runs; run++) {
      var from = START.plus(Duration.ofHours(run));
      store(new StandardWork(devices, messages, from), run);
      var began = cpu.seconds();
      aggregate(from, from.plus(Duration.ofHours(1)));
      var aggregated = cpu.seconds();
      if (!rolling.close(connection, from.plus(Duration.ofHours(1)))
          || !rolling.roll(connection, () -> false)) {
        throw new IllegalStateException("nothing was rolled up");
      }
      var rolled = cpu.seconds();
      var aggregateRate = readings / (aggregated - began);
      var rollerRate = readings / (rolled - aggregated);
      System.out.printf(
          "%-8s  aggregate %,9.0f/s   roller %,9.0f/s   ratio %.2f%n",
          run == 0 ? "warm-up" : "run " + run,
          aggregateRate,
          rollerRate,
          rollerRate / aggregateRate);
      if (run > 0) {
        ceiling.add(aggregateRate);
        roller.add(rollerRate);
      }
    }
    checkCells(runs + 1);
    report(roller, ceiling);
  }

  private void store(StandardWork work, long seed) throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      for (var batch : work.batches(BATCH, seed)) {
        insert.setObject(1, TENANT);
        insert.setObject(2, VERSION);
        insert.setArray(
            3,
            connection.createArrayOf(
                "uuid", batch.stream().map(message -> devices.get(message.device())).toArray()));
        insert.setArray(
            4,
            connection.createArrayOf(
                "timestamptz", batch.stream().map(message -> message.time().toString()).toArray()));
        insert.setArray(
            5,
            connection.createArrayOf(
                "text", batch.stream().map(StandardWork.Message::fields).toArray()));
        insert.executeUpdate();
      }
    }
    try (var statement = connection.createStatement()) {
      // the first to read rows marks them as committed: neither contender should
      statement.execute("SELECT count(fields) FROM telemetry.telemetry");
    }
  }

  /** Devices at a time as the roller takes them. */
  private void aggregate(Instant from, Instant to) throws SQLException {
    var perDevice = Math.max(1, messages / devices.size());
    var atOnce = Math.max(1, (settings.maxMessages() + perDevice - 1) / perDevice);
    for (var at = 0; at < devices.size(); at += atOnce) {
      var some = devices.subList(at, Math.min(at + atOnce, devices.size()));
      try (var statement = connection.prepareStatement(AGGREGATE)) {
        statement.setArray(1, connection.createArrayOf("uuid", some.toArray()));
        statement.setObject(2, from.atOffset(ZoneOffset.UTC));
        statement.setObject(3, to.atOffset(ZoneOffset.UTC));
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            // as the roller takes the keys of what it writes
            rows.getString(3);
          }
        }
      }
    }
  }

  private void checkCells(int hours) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*), sum(count) FROM telemetry.metrics_1h")) {
      row.next();
      var numeric = StandardWork.FIELDS - 1;
      if (row.getLong(1) != (long) hours * devices.size() * numeric
          || row.getLong(2) != (long) hours * messages * numeric) {
        throw new IllegalStateException("the cells are not whole");
      }
    }
  }

  private static void report(Rates roller, Rates ceiling) throws IOException {
    Rates.printHead("readings a CPU second of the database");
    ceiling.print("the same aggregate alone");
    roller.print("roller");
    System.out.printf("ratio %.2f%n", roller.median() / ceiling.median());
    Rates.write("roll.json", Map.of("roller", roller.all(), "aggregate", ceiling.all()));
  }
}
