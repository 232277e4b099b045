package io.sensormine.ingestion.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.ingestion.rollup.RollupDatabase.Message;
import io.sensormine.kit.testing.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the roller does and leaves in the cases that its rules are for, one at a time. */
class RollupRulesIT {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-09T12:07:00Z");
  private static final UUID DEVICE = new UUID(7, 1);
  private static final UUID OTHER = new UUID(7, 2);
  private static final UUID VERSION = new UUID(0, 0);

  private final RollupSettings settings =
      new RollupSettings(
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          20_000,
          1_000,
          1_000,
          Duration.ofMillis(200),
          Duration.ofMinutes(1));
  private final Rolling rolling = new Rolling(settings);
  private final RollupDatabase database = new RollupDatabase();
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = database.writer();
  }

  @AfterEach
  void drop() throws SQLException {
    connection.close();
    database.close();
  }

  private static Message message(UUID device, String time, String fields) {
    return new Message(device, Instant.parse(time), VERSION, fields);
  }

  private void write(Message... messages) throws SQLException {
    database.write(connection, List.of(messages));
    connection.setAutoCommit(true);
  }

  private void roll() throws SQLException {
    database.rollAll(rolling, connection, NOW);
  }

  /** A device's cells: hour, count and increase. */
  private List<String> hours(UUID device) {
    return database.query(
        """
        SELECT concat_ws(' ', field, to_char(bucket AT TIME ZONE 'UTC', 'DD"T"HH24'), count, increase)
        FROM telemetry.metrics_1h WHERE device_id = '%s' ORDER BY field, bucket\
        """
            .formatted(device));
  }

  private List<String> days(UUID device) {
    return database.query(
        """
        SELECT concat_ws(' ', field, to_char(bucket AT TIME ZONE 'UTC', 'DD'), count, increase_within,
          increase)
        FROM telemetry.metrics_1d WHERE device_id = '%s' ORDER BY field, bucket\
        """
            .formatted(device));
  }

  @Test
  void linksTheNextCellAnewHoweverFarAwayItIs() throws SQLException {
    write(
        message(DEVICE, "2026-03-01T10:00:00Z", "{\"a\": 10}"),
        message(DEVICE, "2026-03-05T10:00:00Z", "{\"a\": 30}"),
        message(DEVICE, "2026-03-05T11:00:00Z", "{\"a\": 31}"));
    roll();
    assertThat(hours(DEVICE)).containsExactly("a 01T10 1 0", "a 05T10 1 20", "a 05T11 1 1");
    write(message(DEVICE, "2026-03-02T10:00:00Z", "{\"a\": 25}"));
    roll();
    assertThat(hours(DEVICE))
        .containsExactly("a 01T10 1 0", "a 02T10 1 15", "a 05T10 1 5", "a 05T11 1 1");
    assertThat(days(DEVICE)).containsExactly("a 01 1 0 0", "a 02 1 0 15", "a 05 2 1 6");
  }

  @Test
  void mergesADayOfSeveralChunksOnceItIsOver() throws SQLException {
    database.execute("SELECT set_chunk_time_interval('telemetry.telemetry', INTERVAL '6 hours')");
    write(
        message(DEVICE, "2026-03-01T01:00:00Z", "{\"a\": 10}"),
        message(OTHER, "2026-03-01T05:59:59Z", "{\"a\": 1}"),
        message(DEVICE, "2026-03-01T06:00:00Z", "{\"a\": 12}"));
    // by now all its chunks are rolled up
    database.rollAll(rolling, connection, Instant.parse("2026-03-01T13:07:00Z"));
    assertThat(hours(DEVICE)).containsExactly("a 01T01 1 0", "a 01T06 1 2");
    assertThat(days(DEVICE)).isEmpty();
    database.rollAll(rolling, connection, Instant.parse("2026-03-02T00:07:00Z"));
    assertThat(days(DEVICE)).containsExactly("a 01 2 2 2");
    assertThat(days(OTHER)).containsExactly("a 01 1 0 0");
    // and a day that is over before any of it is rolled up, with chunks between that are not there
    write(
        message(DEVICE, "2026-03-03T00:00:00Z", "{\"a\": 13}"),
        message(DEVICE, "2026-03-03T23:59:59Z", "{\"a\": 15}"));
    roll();
    assertThat(hours(DEVICE))
        .containsExactly("a 01T01 1 0", "a 01T06 1 2", "a 03T00 1 1", "a 03T23 1 2");
    assertThat(days(DEVICE)).containsExactly("a 01 2 2 2", "a 03 2 2 3");
  }

  @Test
  void deletesCellsThatNoMessageGivesAnyMore() throws SQLException {
    write(
        message(DEVICE, "2026-03-01T10:00:00Z", "{\"a\": 10, \"b\": 1}"),
        message(DEVICE, "2026-03-02T10:00:00Z", "{\"a\": 12}"));
    roll();
    database.write(
        connection,
        List.of(
            new Message(
                DEVICE, Instant.parse("2026-03-01T10:00:00Z"), new UUID(3, 3), "{\"b\": 1}")));
    connection.setAutoCommit(true);
    roll();
    assertThat(hours(DEVICE)).containsExactly("a 02T10 1 0", "b 01T10 1 0");
    assertThat(days(DEVICE)).containsExactly("a 02 1 0 0", "b 01 1 0 0");
  }

  @Test
  void closesNoHourWhileAWriterThatSawTheMarkIsAtWork() throws SQLException {
    try (var writer = database.writer()) {
      database.writeOnly(writer, List.of(message(DEVICE, "2026-03-01T10:00:00Z", "{\"a\": 1}")));
      assertThat(rolling.close(connection, NOW)).isFalse();
      assertThat(Marks.read(connection).closedUntil()).isEqualTo(Instant.EPOCH);
      writer.commit();
    }
    roll();
    assertThat(hours(DEVICE)).containsExactly("a 01T10 1 0");
  }

  @Test
  void tellsAWriterThatWaitsForTheMarkWhereItIsAfterwards() throws Exception {
    try (var closing = database.writer();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      closing.setAutoCommit(false);
      try (var statement = closing.createStatement()) {
        statement.execute("SELECT telemetry.close_hours('2026-03-02T00:00:00Z')");
      }
      var writing =
          threads.submit(() -> {
            write(message(DEVICE, "2026-03-01T10:00:00Z", "{\"a\": 1}"));
            return 0;
          });
      Deadline.within(
          Duration.ofSeconds(30),
          "waiting for the mark",
          () ->
              database
                  .query(
                      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'"
                          + " AND datname = current_database()")
                  .equals(List.of("1")));
      closing.commit();
      writing.get();
    }
    assertThat(database.query("SELECT device_id FROM telemetry.rollup_dirty"))
        .containsExactly(DEVICE.toString());
  }

  @Test
  void tellsNoMarkWhereItCouldBeAnOldOne() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    assertThatThrownBy(() ->
            database.writeOnly(
                connection, List.of(message(DEVICE, "2026-03-01T10:00:00Z", "{\"a\": 1}"))))
        .hasMessageContaining("may be an old one");
    connection.rollback();
  }

  @Test
  void leavesCellsWhoseMessagesRetentionHasDropped() throws SQLException {
    write(
        message(DEVICE, "2026-03-01T10:00:00Z", "{\"a\": 1}"),
        message(DEVICE, "2026-03-01T10:10:00Z", "{\"a\": 3}"),
        message(DEVICE, "2026-03-03T10:00:00Z", "{\"a\": 4}"));
    assertThat(letGo("raw", "2026-03-02T00:00:00Z")).as("not rolled up").isFalse();
    roll();
    write(message(DEVICE, "2026-03-01T10:20:00Z", "{\"a\": 2}"));
    assertThat(letGo("raw", "2026-03-02T00:00:00Z")).as("dirty").isFalse();
    roll();
    assertThat(letGo("raw", "2026-03-02T00:00:00Z")).isTrue();
    database.execute(
        "SELECT drop_chunks('telemetry.telemetry', older_than => timestamptz '2026-03-02Z')");
    var before = hours(DEVICE);
    assertThat(before).containsExactly("a 01T10 3 4", "a 03T10 1 2");

    write(message(DEVICE, "2026-03-01T10:30:00Z", "{\"a\": 7}"));
    assertThat(rolling.clean(connection)).isEqualTo(new Rolling.Cleaned(1, 1));
    roll();
    assertThat(hours(DEVICE)).isEqualTo(before);
    assertThat(database.query("SELECT count(*) FROM telemetry.rollup_dirty")).containsExactly("0");

    // and what comes after is linked to what stays
    write(message(DEVICE, "2026-03-02T10:00:00Z", "{\"a\": 3}"));
    roll();
    assertThat(hours(DEVICE)).containsExactly("a 01T10 3 4", "a 02T10 1 1", "a 03T10 1 1");
  }

  @Test
  void leavesDaysWhoseHoursRetentionHasDropped() throws SQLException {
    write(
        message(DEVICE, "2026-03-01T10:00:00Z", "{\"a\": 1}"),
        message(DEVICE, "2026-03-01T11:00:00Z", "{\"a\": 3}"));
    roll();
    assertThat(letGo("hours", "2026-03-02T00:00:00Z")).isTrue();
    database.execute("DELETE FROM telemetry.metrics_1h");
    write(message(DEVICE, "2026-03-01T12:00:00Z", "{\"a\": 2}"));
    roll();
    assertThat(days(DEVICE)).containsExactly("a 01 2 2 2");
  }

  private boolean letGo(String what, String until) {
    return database
        .query("SELECT telemetry.let_go_of_%s('%s')".formatted(what, until))
        .equals(List.of("t"));
  }

  @Test
  void waitsForErasingAndComputesNothingOfWhatIsErased() throws Exception {
    write(
        message(DEVICE, "2026-03-01T10:00:00Z", "{\"a\": 1}"),
        message(OTHER, "2026-03-01T10:00:00Z", "{\"a\": 1}"));
    assertThat(rolling.close(connection, NOW)).isTrue();
    try (var eraser = database.writer();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      eraser.setAutoCommit(false);
      try (var statement = eraser.createStatement()) {
        statement.execute(
            "SELECT telemetry.erase_telemetry('%s', '%s', ARRAY['%s'::uuid], '%s', '%s', 10)"
                .formatted(
                    UUID.randomUUID(),
                    RollupDatabase.TENANT,
                    DEVICE,
                    DAY,
                    DAY.plus(Duration.ofDays(1))));
      }
      var rolled = threads.submit(() -> rolling.roll(connection, () -> false));
      Deadline.within(
          Duration.ofSeconds(30),
          "the roller waits",
          () ->
              database
                  .query(
                      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'"
                          + " AND datname = current_database()")
                  .equals(List.of("1")));
      eraser.commit();
      rolled.get();
    }
    assertThat(hours(DEVICE)).isEmpty();
    assertThat(hours(OTHER)).containsExactly("a 01T10 1 0");
  }

  @Test
  void readsTheMessagesOfACellByThePrimaryKey() throws SQLException {
    database.execute(
        """
        INSERT INTO telemetry.telemetry
          (tenant_id, device_id, time, schema_version_id, fields, received_at)
        SELECT '%s', ('00000000-0000-0007-0000-' || lpad(to_hex(device), 12, '0'))::uuid,
          '2026-03-01T00:00:00Z'::timestamptz + second * INTERVAL '1 minute',
          '%s', '{"a": 1}', now()
        FROM generate_series(1, 50) AS device, generate_series(0, 1439) AS second\
        """
            .formatted(RollupDatabase.TENANT, VERSION));
    roll();
    database.execute("ANALYZE");
    var hour = DAY.plus(Duration.ofHours(10));
    var spans = List.of(new Span(DEVICE, hour, hour.plus(Duration.ofHours(1))));
    for (var arithmetic : HourlyCells.Arithmetic.values()) {
      var plan = new ArrayList<String>();
      try (var statement = connection.prepareStatement("EXPLAIN " + arithmetic.upsert())) {
        Span.bind(statement, 1, spans);
        statement.setObject(4, Times.of(Span.start(spans)));
        statement.setObject(5, Times.of(Span.end(spans)));
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            plan.add(rows.getString(1));
          }
        }
      }
      assertThat(plan)
          .anyMatch(line -> line.matches(".*Index Scan.* .*pk_telemetry.*"))
          .noneMatch(line -> line.contains("Seq Scan on _hyper"));
    }
  }
}
