package io.sensormine.ingestion.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.ingestion.testing.IngestionProcess;
import io.sensormine.kit.testing.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The roller in processes of their own, killed in the midst of its work. Where that is, a trigger
 * says: it waits for a lock that the test holds.
 */
class RollerKilledIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String FIRST_DAY = "2026-02-01";
  private static final String SECOND_DAY = "2026-02-02";

  /** The service in the tests' own process rolls up when it is told to, the others all the time. */
  private static final Map<String, String> NEVER =
      Map.of("SENSORMINE_INGESTION_ROLLUP_INTERVAL", "PT1H");

  private static final Map<String, String> OFTEN_AND_LITTLE =
      Map.of(
          "SENSORMINE_INGESTION_ROLLUP_INTERVAL", "100ms",
          "SENSORMINE_INGESTION_ROLLUP_MAX_DEVICES", "1",
          "SENSORMINE_INGESTION_ROLLUP_MAX_DIRTY_CELLS", "1");

  /** Rollers, by their sessions, that wait for the test. */
  private static final String HALTED =
      """
      SELECT halt.pid FROM pg_locks AS halt JOIN pg_locks AS roller USING (pid, database)
      WHERE halt.locktype = 'advisory' AND halt.classid = 1 AND NOT halt.granted
        AND roller.locktype = 'advisory' AND roller.classid = 1936552563 AND roller.objid = 1
        AND roller.granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private final UUID tenant = UUID.randomUUID();
  private final List<DeviceSelection.Item> devices = new ArrayList<>();
  private final Ingestion ingestion = Ingestion.start(NEVER);
  private Connection gate;

  /** In the second of three devices and the second of two days. */
  enum Point {
    HOURS(
        "INSERT ON telemetry.metrics_1h", "NEW.bucket >= '%2$s' AND NEW.device_id = '%1$s'", "1 0"),
    DAYS(
        "INSERT ON telemetry.metrics_1d", "NEW.bucket >= '%2$s' AND NEW.device_id = '%1$s'", "3 1"),
    MARK(
        "UPDATE ON telemetry.rollup_marks",
        "NEW.rolled_until > '%2$s' AND OLD.rolled_until = '%2$s'",
        "3 3");

    private final String event;
    private final String condition;

    /** Devices that have cells of hours and of days of the second day. */
    private final String rolledUp;

    Point(String event, String condition, String rolledUp) {
      this.event = event;
      this.condition = condition;
      this.rolledUp = rolledUp;
    }
  }

  @BeforeEach
  void prepare() throws SQLException {
    gate = ingestion.database().adminConnection();
    try (var lock = gate.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(1, 0)");
    }
    ingestion.execute(
        """
        CREATE FUNCTION telemetry.halt() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(1, 0);
          RETURN NEW;
        END $$
        """);
    for (var name : List.of("a", "b", "c")) {
      devices.add(ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant)));
    }
    // the roller's own order
    devices.sort(Comparator.comparing(device -> device.id().toString()));
    for (var device : devices) {
      for (var day : List.of(FIRST_DAY, SECOND_DAY)) {
        send(device, day + "T10:05:00Z", 3);
        send(device, day + "T10:55:00Z", 5);
        send(device, day + "T20:00:00Z", 4);
      }
    }
  }

  @AfterEach
  void stop() throws SQLException {
    gate.close();
    ingestion.close();
  }

  private void send(DeviceSelection.Item device, String time, int value) {
    ingestion
        .device(tenant, device)
        .post(
            "/api/v1/telemetry",
            "{\"time\": \"%s\", \"fields\": {\"a\": %d, \"on\": %s}}"
                .formatted(time, value, value % 2 == 0))
        .expect(200);
  }

  /**
   * Late messages and corrections, of hours with cells and without. The device after the one that
   * is halted at has none, nor have some hours: what is left out there nothing else makes good.
   */
  private void sendLate(int value) {
    for (var device : devices.subList(0, 2)) {
      send(device, FIRST_DAY + "T10:55:00Z", value);
      send(device, FIRST_DAY + "T12:00:00Z", value);
      send(device, SECOND_DAY + "T10:05:00Z", value);
      send(device, SECOND_DAY + "T10:30:00Z", value);
      send(device, SECOND_DAY + "T15:00:00Z", value);
    }
  }

  private void haltBefore(String event, String condition) {
    ingestion.execute(
        "CREATE TRIGGER halts BEFORE %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION telemetry.halt()"
            .formatted(event, condition.formatted(devices.get(1).id(), SECOND_DAY + "T00:00:00Z")));
  }

  /** Waits until a process is the roller and halts, and tells its session. */
  private String halted(IngestionProcess process) {
    Deadline.within(
        PATIENCE,
        "the roller halts",
        () -> {
          process.assertRuns();
          return !ingestion.query(HALTED).isEmpty();
        });
    return ingestion.query(HALTED).getFirst();
  }

  /** Devices that have cells of hours and of days of the second day. */
  private String rolledUp() {
    return ingestion
        .query(
            """
            SELECT (SELECT count(DISTINCT device_id) FROM telemetry.metrics_1h WHERE bucket >= '%1$s')
              || ' ' || (SELECT count(DISTINCT device_id) FROM telemetry.metrics_1d WHERE bucket >= '%1$s')
            """
                .formatted(SECOND_DAY + "T00:00:00Z"))
        .getFirst();
  }

  private boolean isAllRolledUp() {
    return ingestion
        .query(
            """
            SELECT rolled_until = closed_until AND rolled_until > '%s'
              AND NOT EXISTS (SELECT FROM telemetry.rollup_dirty)
            FROM telemetry.rollup_marks
            """
                .formatted(SECOND_DAY))
        .equals(List.of("t"));
  }

  /** By the service in the tests' own process. */
  private boolean rollsAllUp() {
    ingestion.service().bean(Roller.class).run();
    return isAllRolledUp();
  }

  /** All of them, for nothing is dirty: each device's hours and two days, of two fields. */
  private void assertCellsEqualMessages(int... hours) throws SQLException {
    assertThat(TrustedCells.check(ingestion.database()))
        .isEqualTo(Arrays.stream(hours).map(each -> 2 * (each + 2)).sum());
  }

  @ParameterizedTest
  @EnumSource
  void isTakenOverFromWhereItWasKilled(Point point) throws SQLException {
    haltBefore(point.event, point.condition);
    try (var process = ingestion.process(OFTEN_AND_LITTLE)) {
      halted(process);
      assertThat(rolledUp()).isEqualTo(point.rolledUp);
      sendLate(1);
    }
    // its session holds its lock until it sees that nobody is there any more
    gate.close();
    sendLate(7);
    Deadline.within(PATIENCE, "another one takes over", this::rollsAllUp);
    assertCellsEqualMessages(6, 6, 4);
  }

  @Test
  void isOneOfTwoProcessesAndTheOtherOnceThatIsKilled() throws SQLException {
    assertThat(rollsAllUp()).isTrue();
    assertCellsEqualMessages(4, 4, 4);
    sendLate(1);
    // the last dirty cell of a day: its hour is computed anew, the day not, and it is dirty yet
    haltBefore(
        "INSERT ON telemetry.metrics_1d",
        "NEW.device_id = '%1$s' AND NEW.bucket >= '%2$s' AND NEW.count = 5");
    try (var first = ingestion.process(OFTEN_AND_LITTLE)) {
      var roller = halted(first);
      countTries();
      try (var second = ingestion.process(OFTEN_AND_LITTLE)) {
        // its second try follows the end of the first
        Deadline.within(
            PATIENCE,
            "the other process tries to be the roller",
            () -> {
              second.assertRuns();
              assertThat(ingestion.query(HALTED)).containsExactly(roller);
              return Integer.parseInt(
                      ingestion.query("SELECT last_value FROM telemetry.tries").getFirst())
                  > 1;
            });
        first.kill();
        gate.close();
        Deadline.within(
            PATIENCE,
            "the other process takes over",
            () -> {
              second.assertRuns();
              return isAllRolledUp();
            });
      }
    }
    assertCellsEqualMessages(6, 6, 4);
  }

  private void countTries() {
    ingestion.execute(
        """
        CREATE SEQUENCE telemetry.tries;
        ALTER FUNCTION telemetry.become_roller() RENAME TO become_roller_uncounted;
        CREATE FUNCTION telemetry.become_roller()
          RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          PERFORM nextval('telemetry.tries');
          RETURN telemetry.become_roller_uncounted();
        END $$
        """);
  }
}
