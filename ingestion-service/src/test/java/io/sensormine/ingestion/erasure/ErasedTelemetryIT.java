package io.sensormine.ingestion.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.rollup.Cell;
import io.sensormine.ingestion.rollup.Rolling;
import io.sensormine.ingestion.rollup.RollupDirt;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.StandInErasures;
import io.sensormine.local.DatabaseRole;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ingestion deletes, two rows a transaction, and what it reports of that. */
class ErasedTelemetryIT {
  private static final int DAYS = 3;
  private static final int A_DAY = 5;
  private static Ingestion ingestion;
  private static StandInErasures erasures;
  private final UUID tenant = UUID.randomUUID();
  private DeviceSelection.Item device;
  private DeviceSelection.Item neighbour;

  @BeforeAll
  static void start() {
    ingestion =
        Ingestion.start(
            Map.of(
                "SENSORMINE_INGESTION_COUNTERS_INTERVAL", "100ms",
                "SENSORMINE_INGESTION_STATUS_INTERVAL", "100ms",
                "SENSORMINE_ERASURE_INTERVAL", "100ms",
                "SENSORMINE_ERASURE_MAX_ROWS", "2",
                "SENSORMINE_ERASURE_TENANT_SETTLE", "PT0S",
                "SENSORMINE_INGESTION_ERASURE_SETTLE", "PT0S",
                // these tests say when it is rolled up
                "SENSORMINE_INGESTION_ROLLUP_INTERVAL", "PT1H"));
    erasures = ingestion.identity().erasures();
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  @BeforeEach
  void sendSome() {
    neighbour = filled(tenant, "neighbour");
    device = filled(tenant, "device");
    rollUp();
    for (var item : List.of(neighbour, device)) {
      note(tenant, item);
    }
  }

  /** Rolls up all that was sent, as the service does from time to time. */
  private static void rollUp() {
    try (var connection = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER)) {
      var rolling = ingestion.service().bean(Rolling.class);
      // what later tests send is late, as if the writer had noted it
      try (var dirty = connection.createStatement()) {
        dirty.execute(
            "INSERT INTO telemetry.rollup_dirty (tenant_id, device_id, bucket)"
                + " SELECT DISTINCT tenant_id, device_id, date_trunc('hour', time)"
                + " FROM telemetry.telemetry");
      }
      rolling.close(connection, Instant.now());
      var isMore = true;
      while (isMore) {
        isMore = rolling.roll(connection, () -> false);
        isMore |= rolling.clean(connection).isMore();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Notes an hour of a device as dirty, as who writes a late message does. */
  private static void note(UUID tenantId, DeviceSelection.Item item) {
    try (var connection = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER)) {
      new RollupDirt()
          .note(
              connection,
              List.of(new Cell(tenantId, item.id(), Instant.parse("2026-01-01T00:30:00Z"))));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A device with so many messages on so many days, three dead letters, counters and a status. */
  private static DeviceSelection.Item filled(UUID tenant, String name) {
    var item = ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
    var http = ingestion.device(tenant, item);
    for (int day = 1; day <= DAYS; day++) {
      for (int i = 0; i < A_DAY; i++) {
        http.post(
                "/api/v1/telemetry",
                "{\"time\": \"2026-01-0%dT0%d:00:00Z\", \"fields\": {\"a\": 1}}".formatted(day, i))
            .expect(200);
      }
    }
    for (int i = 0; i < 3; i++) {
      http.post("/api/v1/telemetry", "{\"time\": \"never\", \"fields\": {\"a\": 1}}").expect(422);
    }
    for (int day = 1; day <= DAYS; day++) {
      http.post(
              "/api/v1/events",
              "[{'time': '2026-0%1$d-01T00:00:00Z', 'type': 'a', 'severity': 'INFO'},"
                      .formatted(day)
                  + "{'time': '2026-0%1$d-02T00:00:00Z', 'type': 'b', 'severity': 'INFO'}]"
                      .formatted(day))
          .expect(200);
    }
    await(
        "SELECT count(*) FROM telemetry.device_status_history WHERE device_id = '%s'"
            .formatted(item.id()),
        "1");
    await(
        "SELECT sum(accepted + rejected) FROM telemetry.ingestion_counters WHERE device_id = '%s'"
            .formatted(item.id()),
        Integer.toString(DAYS * A_DAY + 3));
    return item;
  }

  private static List<String> tables() {
    return ingestion.query(
        "SELECT DISTINCT c.table_name::text FROM information_schema.columns c"
            + " JOIN information_schema.tables t USING (table_schema, table_name)"
            + " WHERE c.table_schema = 'telemetry' AND t.table_type = 'BASE TABLE'"
            + " AND c.column_name IN ('tenant_id', 'device_id') ORDER BY 1");
  }

  private static Map<String, Long> counts(String column, UUID id) {
    var counts = new TreeMap<String, Long>();
    for (var table : tables()) {
      // one row of the deltas may be of several devices
      var isOf =
          table.equals("ingestion_deltas") && column.equals("device_id")
              ? "'%s' = ANY (device_ids)"
              : column + " = '%s'";
      var count =
          ingestion.query(("SELECT count(*) FROM telemetry.%s WHERE " + isOf).formatted(table, id));
      counts.put(table, Long.valueOf(count.getFirst()));
    }
    return counts;
  }

  private static void await(String sql, String expected) {
    var deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (!ingestion.query(sql).equals(List.of(expected))) {
      assertThat(Instant.now()).as(sql).isBefore(deadline);
    }
  }

  /** A table added later must be filled by {@link #filled} and erased, or this fails. */
  @Test
  void erasesADeviceFromEveryTableThatKnowsDevices() {
    var before = counts("device_id", device.id());
    var others = counts("device_id", neighbour.id());
    assertThat(before)
        .containsEntry("telemetry", (long) DAYS * A_DAY)
        .containsEntry("events", 2L * DAYS)
        .containsEntry("rejected_messages", 3L);
    assertThat(before.values()).allMatch(count -> count > 0);
    var erasure = erasures.ofDevice(tenant, device.id(), Instant.now());
    assertThat(erasures.awaitReport(erasure)).isEqualTo(before);
    assertThat(counts("device_id", device.id()).values()).containsOnly(0L);
    assertThat(counts("device_id", neighbour.id())).isEqualTo(others);
  }

  @Test
  void erasesATenantAndNoOther() {
    var stranger = UUID.randomUUID();
    var item = filled(stranger, "stranger");
    rollUp();
    for (var each : List.of(neighbour, device)) {
      note(tenant, each);
    }
    note(stranger, item);
    var before = counts("tenant_id", tenant);
    var others = counts("tenant_id", stranger);
    assertThat(before).containsEntry("telemetry", 2L * DAYS * A_DAY);
    assertThat(before.values()).allMatch(count -> count > 0);
    var erasure = erasures.ofTenant(tenant, Instant.now());
    assertThat(erasures.awaitReport(erasure)).isEqualTo(before);
    assertThat(counts("tenant_id", tenant).values()).containsOnly(0L);
    assertThat(counts("tenant_id", stranger)).isEqualTo(others);
  }

  @Test
  void goesOnAfterTheConnectionWasCutInTheMiddleAndCountsEachRowOnce() throws SQLException {
    var before = counts("device_id", device.id());
    UUID erasure;
    try (var locked = ingestion.database().adminConnection()) {
      locked.setAutoCommit(false);
      try (var lock =
          locked.prepareStatement(
              "SELECT FROM telemetry.telemetry WHERE device_id = ?"
                  + " AND time = '2026-01-02T03:00:00Z' FOR UPDATE")) {
        lock.setObject(1, device.id());
        lock.execute();
      }
      erasure = erasures.ofDevice(tenant, device.id(), Instant.now());
      // the first day and two of the second are gone; the next two wait for the lock
      await(
          "SELECT deleted FROM telemetry.erasure_progress WHERE what = 'telemetry'"
              + " AND erasure_id = '%s'".formatted(erasure),
          Integer.toString(A_DAY + 2));
      await(
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
              + " AND query LIKE '%erase_telemetry%' AND usename = 'telemetry_writer'",
          "1");
      ingestion.proxy().cut();
      ingestion.proxy().mend();
      assertThat(erasures.report(erasure)).isNull();
      locked.rollback();
    }
    assertThat(erasures.awaitReport(erasure)).isEqualTo(before);
    assertThat(counts("device_id", device.id()).values()).containsOnly(0L);
  }

  @Test
  void leavesTelemetryAloneWhileSomeMayStillArrive() {
    try (var patient = Ingestion.start(Map.of("SENSORMINE_ERASURE_INTERVAL", "100ms"))) {
      var ledger = patient.identity().erasures();
      var item = patient.deviceApi().device(tenant, "d", patient.deviceApi().type(tenant));
      patient
          .device(tenant, item)
          .post("/api/v1/telemetry", "{\"fields\": {\"a\": 1}}")
          .expect(200);
      var young = ledger.ofDevice(tenant, item.id(), Instant.now().minus(Duration.ofMinutes(14)));
      for (int i = 0; i < 2; i++) {
        // two turns: at the latest in the second the young one was looked at
        var old =
            ledger.ofDevice(tenant, UUID.randomUUID(), Instant.now().minus(Duration.ofMinutes(16)));
        ledger.awaitReport(old);
      }
      assertThat(ledger.report(young)).isNull();
      assertThat(patient.rows(item.id())).hasSize(1);
    }
  }

  @Test
  void deletesNothingThatItDoesNotCount() throws SQLException {
    var erasure = UUID.randomUUID();
    try (var writer = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER);
        var statement = writer.createStatement()) {
      assertThat(deleted(statement, erasure, tenant)).isEqualTo(2);
      assertThat(deleted(statement, erasure, UUID.randomUUID())).as("not its device").isZero();
      assertThat(
              ingestion.query(
                  "SELECT what || deleted FROM telemetry.erasure_progress WHERE erasure_id = '%s'"
                      .formatted(erasure)))
          .containsExactly("telemetry2");
      for (var change :
          List.of(
              "DELETE FROM telemetry.telemetry",
              "DELETE FROM telemetry.rejected_messages",
              "DELETE FROM telemetry.events",
              "DELETE FROM telemetry.erasure_progress",
              "UPDATE telemetry.erasure_progress SET deleted = 0",
              "SELECT telemetry.begin_erasing('%s', 'x')".formatted(erasure))) {
        assertThatThrownBy(() -> statement.execute(change))
            .as(change)
            .hasMessageContaining("permission denied");
      }
    }
  }

  private long deleted(Statement statement, UUID erasure, UUID tenantId) throws SQLException {
    var call =
        """
        SELECT telemetry.erase_telemetry('%s', '%s', ARRAY['%s'::uuid], '2026-01-01T00:00:00Z',
          '2026-01-02T00:00:00Z', 2)
        """
            .formatted(erasure, tenantId, device.id());
    try (var row = statement.executeQuery(call)) {
      row.next();
      return row.getLong(1);
    }
  }
}
