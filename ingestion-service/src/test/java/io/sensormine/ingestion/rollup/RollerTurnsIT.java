package io.sensormine.ingestion.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.sensormine.ingestion.rollup.RollupDatabase.Message;
import io.sensormine.local.DatabaseRole;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the roller, which has several turns of other work, closes hours. */
class RollerTurnsIT {
  private static final Instant START = Instant.parse("2026-03-09T12:07:00Z");
  private static final UUID DEVICE = new UUID(7, 1);

  /** A dirty cell a turn. */
  private final RollupSettings settings =
      new RollupSettings(
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          20_000,
          1_000,
          1,
          Duration.ofMillis(50),
          Duration.ofMinutes(1));

  private final RollupDatabase database = new RollupDatabase();
  private Instant now = START;

  /** How far the clock goes whenever the roller looks at it. */
  private Duration pace = Duration.ZERO;

  private Roller roller;

  @BeforeEach
  void prepare() throws SQLException {
    var pool = new DatasourceConfiguration("default");
    pool.setUrl(database.database().url());
    pool.setUsername(DatabaseRole.TELEMETRY_WRITER.roleName());
    pool.setPassword(
        database.database().environment().get(DatabaseRole.TELEMETRY_WRITER.passwordVariable()));
    InstantSource goesOn =
        () -> {
          now = now.plus(pace);
          return now;
        };
    roller =
        new Roller(
            new RollerConnections(pool, settings),
            new Rolling(settings),
            settings,
            new RollupMeters(new SimpleMeterRegistry(), Clock.systemUTC()),
            goesOn.withZone(ZoneOffset.UTC));
    roller.run();
    assertThat(closedUntil()).isEqualTo("2026-03-09 12:00");
    try (var writer = database.writer()) {
      database.write(writer, List.of(message("01T10"), message("02T10"), message("03T10")));
    }
    assertThat(dirty()).isEqualTo("3");
    // a sequence counts on through rollbacks
    database.execute(
        """
        CREATE SEQUENCE telemetry.closings MINVALUE 0;
        SELECT nextval('telemetry.closings');
        ALTER FUNCTION telemetry.close_hours(timestamptz) RENAME TO close_hours_uncounted;
        CREATE FUNCTION telemetry.close_hours(p_until timestamptz)
          RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          PERFORM nextval('telemetry.closings');
          PERFORM telemetry.close_hours_uncounted(p_until);
        END $$
        """);
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private static Message message(String hour) {
    return new Message(
        DEVICE, Instant.parse("2026-03-" + hour + ":00:00Z"), new UUID(0, 0), "{\"a\": 1}");
  }

  private String dirty() {
    return database.query("SELECT count(*) FROM telemetry.rollup_dirty").getFirst();
  }

  private String closedUntil() {
    return database
        .query(
            "SELECT to_char(closed_until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')"
                + " FROM telemetry.rollup_marks")
        .getFirst();
  }

  private String closings() {
    return database.query("SELECT last_value FROM telemetry.closings").getFirst();
  }

  @Test
  void keepsWritersWaitingOnceAndClosesTheNextTime() throws SQLException {
    now = START.plus(Duration.ofHours(1));
    try (var writer = database.writer()) {
      database.writeOnly(writer, List.of(message("09T12")));
      roller.run();
      assertThat(dirty()).as("it goes on with the rest").isEqualTo("0");
      assertThat(closings()).isEqualTo("1");
      assertThat(closedUntil()).isEqualTo("2026-03-09 12:00");
      writer.commit();
    }
    roller.run();
    assertThat(closings()).isEqualTo("2");
    assertThat(closedUntil()).isEqualTo("2026-03-09 13:00");
    assertThat(
            database.query("SELECT count FROM telemetry.metrics_1h WHERE bucket >= '2026-03-09'"))
        .containsExactly("1");
  }

  @Test
  void closesWhatEndsWhileItIsAtWork() {
    pace = Duration.ofHours(1);
    roller.run();
    // three turns that find something to do and one that does not
    assertThat(closings()).isEqualTo("4");
    assertThat(closedUntil()).isEqualTo("2026-03-09 16:00");
    assertThat(dirty()).isEqualTo("0");
  }
}
