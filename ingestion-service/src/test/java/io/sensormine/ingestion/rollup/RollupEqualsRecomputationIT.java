package io.sensormine.ingestion.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.rollup.RollupDatabase.Message;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After any mix of messages, late ones, corrections, repeats, other versions, broken off writers,
 * runs of the roller, kills and, where the edition has it, columnstore, rollups equal what plain
 * Java makes of the messages; and at any time in between, whatever is rolled up and not dirty does.
 */
class RollupEqualsRecomputationIT {
  private static final Instant START = Instant.parse("2026-03-28T21:00:00Z");
  private static final int HOURS = 60;
  private static final List<UUID> VERSIONS = List.of(new UUID(0, 0), new UUID(9, 9));
  private static final List<String> FIELDS =
      List.of("temperature", "a.b", "on", "counter", "state");

  private final RollupSettings settings =
      new RollupSettings(
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          15,
          3,
          4,
          Duration.ofSeconds(10),
          Duration.ofMinutes(1));
  private final Rolling rolling = new Rolling(settings);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverHappensOneAfterTheOther(long seed) throws SQLException {
    var random = new Random(seed);
    try (var database = new RollupDatabase();
        var writer = database.writer()) {
      var now = START;
      for (int step = 0; step < 60; step++) {
        now = now.plus(Duration.ofMinutes(random.nextInt(100)));
        switch (random.nextInt(9)) {
          case 8 -> database.putIntoColumns();
          case 0, 1, 2 -> database.write(writer, messages(random, now));
          case 3 -> {
            database.writeOnly(writer, messages(random, now));
            writer.rollback();
          }
          case 4 -> repeat(database);
          case 5, 6 -> step(database, random, now);
          default -> killed(database, random, now);
        }
        TrustedCells.check(database.database());
      }
      finish(database, now);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void whateverHappensAtTheSameTime(long seed) throws Exception {
    try (var database = new RollupDatabase();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing = new AtomicBoolean(true);
      var writers = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 3; i++) {
        var random = new Random(seed * 100 + i);
        writers.add(() -> {
          try (var connection = database.writer()) {
            for (int batch = 0; batch < 60; batch++) {
              var until = START.plus(Duration.ofHours(batch + 1));
              database.writeOnly(connection, messages(random, until));
              if (random.nextInt(10) == 0) {
                connection.rollback();
              } else {
                connection.commit();
              }
            }
          }
          return 0;
        });
      }
      var random = new Random(seed);
      var roller =
          threads.submit(() -> {
            var now = START;
            while (writing.get()) {
              now = now.plus(Duration.ofMinutes(random.nextInt(60)));
              if (random.nextInt(4) == 0) {
                killed(database, random, now);
              } else {
                step(database, random, now);
              }
              TrustedCells.check(database.database());
            }
            return 0;
          });
      var written = threads.invokeAll(writers);
      writing.set(false);
      for (var writer : written) {
        writer.get();
      }
      roller.get();
      finish(database, START.plus(Duration.ofHours(HOURS)));
    }
  }

  @Test
  void writesNothingWhereNothingIsNew() throws SQLException {
    try (var database = new RollupDatabase();
        var connection = database.writer()) {
      database.write(connection, messages(new Random(21), START.plus(Duration.ofHours(20))));
      finish(database, START.plus(Duration.ofHours(HOURS)));
      var tuples =
          "SELECT string_agg(xmin::text, ',' ORDER BY device_id, field, schema_version_id, bucket)"
              + " FROM telemetry.";
      var before =
          List.of(database.query(tuples + "metrics_1h"), database.query(tuples + "metrics_1d"));
      database.execute(
          """
          INSERT INTO telemetry.rollup_dirty (tenant_id, device_id, bucket)
          SELECT DISTINCT tenant_id, device_id, date_trunc('hour', time) FROM telemetry.telemetry
          """);
      finish(database, START.plus(Duration.ofHours(HOURS)));
      assertThat(
              List.of(database.query(tuples + "metrics_1h"), database.query(tuples + "metrics_1d")))
          .isEqualTo(before);
    }
  }

  /** Up to a dozen messages at any time until then, most of them new, of three devices. */
  private static List<Message> messages(Random random, Instant until) {
    var minutes = Math.max(1, Duration.between(START, until).toMinutes());
    var messages = new LinkedHashMap<Instant, Message>();
    var device = new UUID(7, random.nextInt(3));
    for (int i = random.nextInt(12); i >= 0; i--) {
      // a late half, and few enough instants that some come twice
      var minute = random.nextBoolean() ? random.nextLong(minutes) : minutes - 1;
      var time = START.plus(Duration.ofMinutes(minute / 7 * 7)).plusSeconds(random.nextInt(2));
      var version = VERSIONS.get(random.nextInt(10) == 0 ? 1 : 0);
      messages.put(time, new Message(device, time, version, fields(random)));
    }
    return List.copyOf(messages.values());
  }

  private static String fields(Random random) {
    var fields = new ArrayList<String>();
    for (var name : FIELDS) {
      if (random.nextInt(3) > 0) {
        fields.add("\"%s\": %s".formatted(name, value(name, random)));
      }
    }
    return "{" + String.join(", ", fields) + "}";
  }

  private static String value(String name, Random random) {
    return switch (name) {
      case "on" -> String.valueOf(random.nextBoolean());
      case "state" -> random.nextInt(4) == 0 ? "7" : "\"idle\"";
      case "counter" -> String.valueOf(random.nextInt(1_000));
      case "a.b" -> String.valueOf(1e9 + random.nextDouble());
      default ->
          switch (random.nextInt(60)) {
            case 0 -> "1.7e308";
            case 1 -> "-1.7e308";
            case 2 -> "4.9e-324";
            case 3 -> "-3e-200";
            default -> String.valueOf(random.nextGaussian());
          };
    };
  }

  /** All messages of a device once more, as they are. */
  private static void repeat(RollupDatabase database) throws SQLException {
    try (var connection = database.writer()) {
      var messages = new ArrayList<Message>();
      try (var statement = connection.createStatement();
          var rows =
              statement.executeQuery(
                  "SELECT device_id, time, schema_version_id, fields FROM telemetry.telemetry")) {
        while (rows.next()) {
          messages.add(
              new Message(
                  rows.getObject(1, UUID.class),
                  rows.getObject(2, OffsetDateTime.class).toInstant(),
                  rows.getObject(3, UUID.class),
                  rows.getString(4)));
        }
      }
      var dirty = database.query("SELECT count(*) FROM telemetry.rollup_dirty");
      database.write(connection, messages);
      assertThat(database.query("SELECT count(*) FROM telemetry.rollup_dirty")).isEqualTo(dirty);
    }
  }

  private void step(RollupDatabase database, Random random, Instant now) throws SQLException {
    try (var connection = database.writer()) {
      step(connection, random, now);
    }
  }

  private void step(Connection connection, Random random, Instant now) throws SQLException {
    if (random.nextBoolean()) {
      rolling.close(connection, now);
    }
    if (random.nextBoolean()) {
      rolling.roll(connection, () -> random.nextInt(10) == 0);
    }
    if (random.nextBoolean()) {
      rolling.clean(connection);
    }
  }

  private void killed(RollupDatabase database, Random random, Instant now) throws SQLException {
    try (var connection = database.writer()) {
      var mortal = Kills.after(random.nextInt(25), connection, database);
      for (int i = 0; i < 3; i++) {
        step(mortal, random, now);
      }
    } catch (SQLException dead) {
      assertThat(dead.getSQLState()).as(dead.toString()).isIn("57P01", "08006", "08003");
    }
  }

  private void finish(RollupDatabase database, Instant now) throws SQLException {
    try (var connection = database.writer()) {
      database.rollAll(rolling, connection, now);
      assertThat(database.query("SELECT count(*) FROM telemetry.rollup_dirty"))
          .containsExactly("0");
      var end = Marks.read(connection).rolledUntil();
      assertThat(end).isEqualTo(now.minus(settings.settle()).truncatedTo(ChronoUnit.HOURS));
    }
    assertThat(TrustedCells.check(database.database())).as("cells").isPositive();
  }
}
