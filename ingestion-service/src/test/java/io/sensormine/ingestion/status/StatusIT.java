package io.sensormine.ingestion.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.HandClock;
import io.sensormine.local.DatabaseRole;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which devices are online, by a clock that the test moves. */
class StatusIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration OUTAGE = Duration.ofSeconds(30);

  // decided where a test says so, and not in between
  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(
          Map.of(
              "SENSORMINE_INGESTION_STATUS_INTERVAL", "PT24H",
              "SENSORMINE_INGESTION_STATUS_OUTAGE", "PT25H",
              "SENSORMINE_INGESTION_COUNTERS_INTERVAL", "PT1H",
              "SENSORMINE_INGESTION_REFERENCES_STALENESS", "PT0S",
              "SENSORMINE_INGESTION_REFERENCES_FRESH_VERSIONS", "PT0S",
              "SENSORMINE_INGESTION_REFERENCES_FRESH_TYPES", "PT0S"));

  private final UUID tenant = UUID.randomUUID();
  private final HandClock clock = new HandClock();
  private StatusSweep sweep;
  private UUID type;
  private DeviceSelection.Item pump;

  @BeforeEach
  void prepare() {
    ingestion.execute("TRUNCATE telemetry.device_activity, telemetry.reception");
    clock.forward(Duration.between(clock.instant(), Instant.parse("2026-03-01T00:00:00Z")));
    type = ingestion.deviceApi().type(tenant, MINUTE);
    pump = ingestion.deviceApi().device(tenant, "pump", type);
    sweep = sweep(Duration.ZERO, 2);
  }

  @AfterEach
  void comeBack() {
    ingestion.deviceApi().away(false);
    ingestion.registry().away(false);
    ingestion.execute("DELETE FROM telemetry.ingestion_deltas");
  }

  /** Another process. */
  private StatusSweep sweep(Duration hold, int maxDevices) {
    return new StatusSweep(
        ingestion.service().bean(StatusStore.class),
        ingestion.service().bean(DeviceWords.class),
        ingestion.service().bean(StatusMeters.class),
        new StatusSettings(
            Duration.ofSeconds(10), hold, OUTAGE, Duration.ZERO, SECOND, 10_000, maxDevices),
        clock);
  }

  private void hear(DeviceSelection.Item device) {
    ingestion.execute(
        """
        INSERT INTO telemetry.device_activity (device_id, tenant_id, last_seen_at)
        VALUES ('%s', '%s', '%s')
        ON CONFLICT (device_id) DO UPDATE SET last_seen_at = excluded.last_seen_at
        """
            .formatted(device.id(), tenant, clock.instant()));
  }

  /** Lets time pass while the sweep goes on. */
  private void pass(Duration time) {
    var end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      clock.forward(Duration.ofSeconds(10));
      sweep.run();
    }
  }

  private List<String> history(DeviceSelection.Item device) {
    return ingestion.query(
        "SELECT to_char(time AT TIME ZONE 'UTC', 'HH24:MI:SS ') || status || ' ' || reason"
            + " FROM telemetry.device_status_history WHERE device_id = '%s' ORDER BY time"
                .formatted(device.id()));
  }

  private String status(DeviceSelection.Item device) {
    return ingestion
        .query(
            "SELECT status FROM telemetry.device_activity WHERE device_id = '%s'"
                .formatted(device.id()))
        .getFirst();
  }

  @Test
  void keepsTransitionsOnlyWithTheirEvidence() {
    hear(pump);
    pass(Duration.ofSeconds(50));
    hear(pump);
    pass(Duration.ofMinutes(3));
    hear(pump);
    pass(Duration.ofSeconds(20));
    assertThat(history(pump))
        .containsExactly(
            "00:00:10 ONLINE FIRST_HEARD", "00:01:50 OFFLINE SILENT", "00:04:00 ONLINE HEARD");
    assertThat(
            ingestion.query(
                "SELECT evidence FROM telemetry.device_status_history WHERE device_id = '%s'"
                        .formatted(pump.id())
                    + " AND status = 'OFFLINE'"))
        .containsExactly(
            "{\"ableSince\": \"2026-03-01T00:00:10.000000Z\","
                + " \"decidedAt\": \"2026-03-01T00:01:50.000000Z\","
                + " \"heardUntil\": \"2026-03-01T00:01:50.000000Z\","
                + " \"lastSeenAt\": \"2026-03-01T00:00:50.000000Z\","
                + " \"offlineAfter\": \"PT1M\"}");
  }

  @Test
  void countsNoSilenceWhileNobodyLooked() {
    hear(pump);
    sweep.run();
    clock.forward(Duration.ofHours(1));
    sweep.run();
    assertThat(status(pump)).isEqualTo("ONLINE");
    pass(Duration.ofSeconds(50));
    assertThat(status(pump)).as("a minute is not over").isEqualTo("ONLINE");
    pass(Duration.ofSeconds(10));
    assertThat(history(pump)).last().isEqualTo("01:01:00 OFFLINE SILENT");
  }

  @Test
  void takesAShortPauseForNoOutage() {
    hear(pump);
    sweep.run();
    clock.forward(OUTAGE);
    sweep.run();
    clock.forward(OUTAGE);
    sweep.run();
    assertThat(status(pump)).isEqualTo("OFFLINE");
  }

  @Test
  void countsNoSilenceWhileDeviceApiIsAway() {
    hear(pump);
    sweep.run();
    ingestion.deviceApi().away(true);
    pass(Duration.ofMinutes(10));
    assertThat(status(pump)).isEqualTo("ONLINE");
    ingestion.deviceApi().away(false);
    pass(Duration.ofSeconds(60));
    assertThat(status(pump)).as("a minute is not over").isEqualTo("ONLINE");
    pass(Duration.ofSeconds(10));
    assertThat(status(pump)).isEqualTo("OFFLINE");
  }

  @Test
  void knowsWhatDeviceApiSaidLastWhileItIsAway() {
    hear(pump);
    sweep.run();
    pass(Duration.ofMinutes(2));
    assertThat(status(pump)).isEqualTo("OFFLINE");
    ingestion.deviceApi().away(true);
    hear(pump);
    pass(Duration.ofSeconds(10));
    assertThat(status(pump)).isEqualTo("ONLINE");
  }

  @Test
  void countsNoSilenceWhileTheRegistryIsAway() {
    var schema = UUID.randomUUID();
    ingestion.registry().version(tenant, schema, 1, VersionStatus.ACTIVE, "{'type': 'object'}");
    var strict =
        ingestion
            .deviceApi()
            .offlineAfter(
                ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null), MINUTE);
    var meter = ingestion.deviceApi().device(tenant, "meter", strict);
    hear(meter);
    sweep.run();
    ingestion.registry().away(true);
    pass(Duration.ofMinutes(10));
    assertThat(status(meter)).isEqualTo("ONLINE");
  }

  @Test
  void countsNoSilenceThatMessagesNotFoldedYetMayBreak() {
    hear(pump);
    sweep.run();
    ingestion.execute(
        """
        INSERT INTO telemetry.ingestion_deltas
          (id, tenant_id, protocol, last_received_at, device_ids, accepted)
        VALUES (gen_random_uuid(), '%s', 'HTTP', '%s', ARRAY['%s'::uuid], ARRAY[1])
        """
            .formatted(tenant, clock.instant().plusSeconds(5), pump.id()));
    pass(Duration.ofMinutes(5));
    assertThat(status(pump)).isEqualTo("ONLINE");
    ingestion.execute("UPDATE telemetry.ingestion_deltas SET folded_at = now()");
    pass(Duration.ofSeconds(10));
    assertThat(status(pump)).isEqualTo("OFFLINE");
  }

  @Test
  void waitsForNoReplayThatIsNotFoldedYet() {
    hear(pump);
    sweep.run();
    // of an arrival of long ago, which tells nothing of what is heard now
    ingestion.execute(
        """
        INSERT INTO telemetry.ingestion_deltas
          (id, tenant_id, protocol, last_received_at, device_ids, accepted)
        VALUES (gen_random_uuid(), '%s', 'REPLAY', '%s', ARRAY['%s'::uuid], ARRAY[1])
        """
            .formatted(tenant, clock.instant().minus(Duration.ofHours(5)), pump.id()));
    pass(MINUTE);
    assertThat(history(pump)).last().isEqualTo("00:01:00 OFFLINE SILENT");
  }

  @Test
  void holdsADeviceOnlineThatFlaps() {
    sweep = sweep(Duration.ofMinutes(10), 2);
    for (int time = 0; time < 20; time++) {
      hear(pump);
      pass(Duration.ofSeconds(90));
    }
    assertThat(history(pump))
        .as("half an hour of messages each 90 s where 60 s are offline")
        .hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void followsADeviceToAnotherTypeAndATypeToAnotherRule() {
    hear(pump);
    pass(Duration.ofMinutes(2));
    assertThat(status(pump)).isEqualTo("OFFLINE");
    ingestion.deviceApi().offlineAfter(type, Duration.ofHours(1));
    pass(Duration.ofSeconds(10));
    assertThat(history(pump)).last().isEqualTo("00:02:10 ONLINE RULE_CHANGED");
    ingestion
        .deviceApi()
        .move(tenant, pump, ingestion.deviceApi().type(tenant, Duration.ofSeconds(5)));
    pass(Duration.ofSeconds(10));
    assertThat(history(pump)).last().isEqualTo("00:02:20 OFFLINE SILENT");
    ingestion.deviceApi().move(tenant, pump, ingestion.deviceApi().type(tenant, (Duration) null));
    pass(Duration.ofHours(2));
    assertThat(history(pump)).last().isEqualTo("00:02:30 ONLINE RULE_CHANGED");
  }

  @Test
  void takesTheRetiredOffAndForgetsTheUnknown() {
    var gone = ingestion.deviceApi().device(tenant, "gone", type);
    hear(pump);
    hear(gone);
    sweep.run();
    assertThat(List.of(status(pump), status(gone))).containsExactly("ONLINE", "ONLINE");
    ingestion.deviceApi().retire(tenant, pump);
    ingestion.deviceApi().forget(gone);
    pass(Duration.ofSeconds(10));
    pass(Duration.ofMinutes(5));
    assertThat(history(pump)).last().isEqualTo("00:00:10 OFFLINE RETIRED");
    assertThat(status(gone)).isEqualTo("null");
    assertThat(history(gone)).hasSize(1);
  }

  @Test
  void agreesOverProcessesAndRestarts() throws Exception {
    var devices = new ArrayList<DeviceSelection.Item>();
    for (int device = 0; device < 9; device++) {
      devices.add(ingestion.deviceApi().device(tenant, "d" + device, type));
      hear(devices.getLast());
    }
    for (int time = 0; time < 12; time++) {
      clock.forward(Duration.ofSeconds(10));
      try (var processes = Executors.newVirtualThreadPerTaskExecutor()) {
        var sweeps = new ArrayList<Callable<Void>>();
        for (int process = 0; process < 3; process++) {
          sweeps.add(() -> {
            sweep(Duration.ZERO, 2).run();
            return null;
          });
        }
        for (var done : processes.invokeAll(sweeps)) {
          done.get();
        }
      }
    }
    for (var device : devices) {
      assertThat(history(device))
          .containsExactly("00:00:10 ONLINE FIRST_HEARD", "00:01:10 OFFLINE SILENT");
    }
  }

  @Test
  void letsOneProcessDecideAtATime() throws SQLException {
    hear(pump);
    try (var other = ingestion.service().bean(StatusStore.class).turn()) {
      assertThat(other).isNotNull();
      sweep.run();
      assertThat(history(pump)).isEmpty();
    }
    sweep.run();
    assertThat(history(pump)).hasSize(1);
  }

  @Test
  void goesOnAfterTheDatabaseWasAway() {
    hear(pump);
    sweep.run();
    ingestion.proxy().cut();
    clock.forward(Duration.ofHours(1));
    sweep.run();
    ingestion.proxy().mend();
    Deadline.within(
        Duration.ofSeconds(30),
        () -> {
          sweep.run();
          return ingestion
              .query("SELECT able_since FROM telemetry.reception")
              .getFirst()
              .contains("01:00:00");
        });
    assertThat(status(pump)).isEqualTo("ONLINE");
  }

  @Test
  void tellsPrometheusHowManyAreWhat() {
    var other = ingestion.deviceApi().device(tenant, "other", type);
    hear(pump);
    pass(Duration.ofMinutes(2));
    hear(other);
    pass(Duration.ofSeconds(10));
    assertThat(ingestion.service().anonymous().get("/prometheus").text())
        .contains("sensormine_ingestion_devices{status=\"online\"} 1.0")
        .contains("sensormine_ingestion_devices{status=\"offline\"} 1.0");
  }

  @Test
  void showsTheReaderItsTenantsHistoryOnly() throws SQLException {
    hear(pump);
    sweep.run();
    try (var reader = ingestion.database().connect(DatabaseRole.TELEMETRY_READER);
        var statement = reader.createStatement()) {
      var mine = "SELECT count(*) FROM query.device_status_history";
      try (var row = statement.executeQuery(mine)) {
        row.next();
        assertThat(row.getInt(1)).isZero();
      }
      statement.execute("SELECT set_config('sensormine.tenant_id', '%s', false)".formatted(tenant));
      try (var row = statement.executeQuery(mine)) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(1);
      }
    }
  }
}
