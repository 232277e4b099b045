package io.sensormine.device.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.StandInErasures;
import io.sensormine.local.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What device-api deletes, two rows a transaction, and what it reports of that. */
class ErasedDevicesIT {
  private static final List<String> OF_DEVICE =
      List.of("device_search", "device_credentials", "device_audit_logs", "devices");
  private static DeviceApi api;
  private UUID tenant;
  private Http admin;
  private UUID device;
  private UUID neighbour;

  @BeforeAll
  static void start() {
    api =
        DeviceApi.start(
            Map.of(
                "SENSORMINE_ERASURE_INTERVAL", "100ms",
                "SENSORMINE_ERASURE_TENANT_SETTLE", "PT0S",
                "SENSORMINE_ERASURE_MAX_ROWS", "2",
                "SENSORMINE_DEVICE_LOCK_TIMEOUT", "200ms"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aTenant() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    neighbour = filled(admin, "neighbour");
    device = filled(admin, "device");
    admin.post("/api/v1/gateway-credentials", "{'name': 'g'}").expect(201);
  }

  /** A device of a type of its own, with credentials and some changes. */
  private static UUID filled(Http admin, String name) {
    var device = DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), name);
    for (int i = 0; i < 3; i++) {
      admin.post("/api/v1/devices/" + device + "/credentials", "{}").expect(201);
      admin
          .patch("/api/v1/devices/" + device, "{'tags': ['a%d', 'b', 'c']}".formatted(i))
          .expect(200);
    }
    return device;
  }

  private static List<String> column(String sql) throws SQLException {
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static long count(String table, String column, UUID id) throws SQLException {
    var sql = "SELECT count(*) FROM device.%s WHERE %s = '%s'".formatted(table, column, id);
    return Long.parseLong(column(sql).getFirst());
  }

  private static Map<String, Long> ofDevice(UUID id) throws SQLException {
    var counts = new TreeMap<String, Long>();
    for (var table : OF_DEVICE) {
      counts.put(table, count(table, table.equals("devices") ? "id" : "device_id", id));
    }
    return counts;
  }

  /** Of every table that knows tenants, whichever there are by now. */
  private static Map<String, Long> ofTenant(UUID id) throws SQLException {
    var counts = new TreeMap<String, Long>();
    for (var table :
        column(
            "SELECT table_name FROM information_schema.columns"
                + " WHERE table_schema = 'device' AND column_name = 'tenant_id'")) {
      counts.put(table, count(table, "tenant_id", id));
    }
    return counts;
  }

  @Test
  void erasesADeviceAndNothingElse() throws SQLException {
    var before = ofDevice(device);
    var others = ofDevice(neighbour);
    assertThat(before.values()).allMatch(count -> count > 0);
    var erasure = api.identity.erasures().ofDevice(tenant, device, Instant.now());
    assertThat(api.identity.erasures().awaitReport(erasure)).isEqualTo(before);
    assertThat(ofDevice(device).values()).containsOnly(0L);
    assertThat(ofDevice(neighbour)).isEqualTo(others);
    admin.get("/api/v1/devices/" + device).expect(404);
    // what it was called is free again
    DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "device");
  }

  @Test
  void erasesATenantAndNoOther() throws SQLException {
    var stranger = UUID.randomUUID();
    filled(api.admin(stranger), "device");
    var before = ofTenant(tenant);
    var others = ofTenant(stranger);
    assertThat(before).hasSizeGreaterThanOrEqualTo(8);
    assertThat(before.values()).allMatch(count -> count > 0);
    var erasure = api.identity.erasures().ofTenant(tenant, Instant.now());
    assertThat(api.identity.erasures().awaitReport(erasure)).isEqualTo(before);
    assertThat(ofTenant(tenant).values()).containsOnly(0L);
    assertThat(ofTenant(stranger)).isEqualTo(others);
    assertThat(admin.get("/api/v1/devices").expect(200).body().path("items")).isEmpty();
  }

  @Test
  void goesOnWhereItBrokeOffAndCountsEachRowOnce() throws SQLException {
    var before = ofDevice(device);
    UUID erasure;
    // a lock keeps the audit log; what waits for it gives up after 200 ms
    try (var locked = api.database.adminConnection()) {
      locked.setAutoCommit(false);
      try (var lock =
          locked.prepareStatement(
              "SELECT FROM device.device_audit_logs WHERE device_id = ? FOR UPDATE")) {
        lock.setObject(1, device);
        lock.execute();
      }
      erasure = api.identity.erasures().ofDevice(tenant, device, Instant.now());
      awaitProgress(erasure, "device_credentials", before.getOrDefault("device_credentials", -1L));
      assertThat(count("device_audit_logs", "device_id", device))
          .isEqualTo(before.get("device_audit_logs"));
      assertThat(api.identity.erasures().report(erasure)).isNull();
      locked.rollback();
    }
    assertThat(api.identity.erasures().awaitReport(erasure)).isEqualTo(before);
    assertThat(ofDevice(device).values()).containsOnly(0L);
  }

  @Test
  void leavesNoRowThatIsJustBeingChanged() throws Exception {
    var credentials = count("device_credentials", "device_id", device);
    try (var using = api.database.adminConnection();
        var app = api.database.connect(DatabaseRole.DEVICE_APP);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      using.setAutoCommit(false);
      try (var use = using.createStatement()) {
        use.execute(
            "UPDATE device.device_credentials SET last_used_at = now() WHERE device_id = '%s'"
                .formatted(device));
      }
      var erase =
          "SELECT device.erase('%s', '%s', '%s', 'device_credentials', 100)"
              .formatted(UUID.randomUUID(), tenant, device);
      var erased = threads.submit(() -> one(app, erase));
      var deadline = Instant.now().plus(Duration.ofSeconds(30));
      while (column("SELECT pid FROM pg_locks WHERE NOT granted").isEmpty()) {
        assertThat(Instant.now()).as("it waits for the row").isBefore(deadline);
      }
      using.commit();
      assertThat(erased.get()).isEqualTo(Long.toString(credentials));
    }
    assertThat(count("device_credentials", "device_id", device)).isZero();
  }

  @Test
  void givesALargeDeletionMoreTimeThanAnotherStatement() throws SQLException {
    try (var admin = api.database.adminConnection();
        var statement = admin.createStatement()) {
      statement.execute("CREATE TABLE public.bounds (bound text)");
      statement.execute(
          """
          CREATE FUNCTION public.note_bound() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
          AS $$ BEGIN
            INSERT INTO public.bounds VALUES (current_setting('statement_timeout')); RETURN OLD;
          END $$\
          """);
      statement.execute(
          "CREATE TRIGGER note_bound BEFORE DELETE ON device.devices FOR EACH ROW"
              + " WHEN (OLD.id = '%s') EXECUTE FUNCTION public.note_bound()".formatted(device));
      try {
        var erasure = api.identity.erasures().ofDevice(tenant, device, Instant.now());
        api.identity.erasures().awaitReport(erasure);
        assertThat(column("SELECT bound FROM public.bounds")).containsExactly("5min");
      } finally {
        statement.execute("DROP TRIGGER note_bound ON device.devices");
      }
    }
  }

  @Test
  void looksPastWhatHasToWait() {
    try (var patient = DeviceApi.start(Map.of("SENSORMINE_ERASURE_INTERVAL", "100ms"))) {
      var erasures = patient.identity.erasures();
      for (int i = 0; i < StandInErasures.PAGE; i++) {
        erasures.ofTenant(UUID.randomUUID(), Instant.now());
      }
      var ripe = erasures.ofDevice(UUID.randomUUID(), UUID.randomUUID(), Instant.now());
      erasures.awaitReport(ripe);
      assertThat(erasures.pending()).hasSize(StandInErasures.PAGE);
    }
  }

  private static void awaitProgress(UUID erasure, String what, long deleted) throws SQLException {
    var deadline = Instant.now().plus(Duration.ofSeconds(30));
    var progress =
        "SELECT deleted FROM device.erasure_progress WHERE erasure_id = '%s' AND what = '%s'"
            .formatted(erasure, what);
    while (!column(progress).equals(List.of(Long.toString(deleted)))) {
      assertThat(Instant.now()).as(what).isBefore(deadline);
    }
  }

  @Test
  void waitsUntilNoTokenOfATenantCanWrite() throws SQLException {
    try (var patient = DeviceApi.start(Map.of("SENSORMINE_ERASURE_INTERVAL", "100ms"))) {
      var other = UUID.randomUUID();
      DeviceApi.makeType(patient.admin(other));
      var young = patient.identity.erasures().ofTenant(other, Instant.now());
      var old =
          patient
              .identity
              .erasures()
              .ofTenant(UUID.randomUUID(), Instant.now().minus(Duration.ofMinutes(21)));
      // the young one comes first or is looked at in the same turn
      patient.identity.erasures().awaitReport(old);
      var later =
          patient
              .identity
              .erasures()
              .ofTenant(UUID.randomUUID(), Instant.now().minus(Duration.ofMinutes(21)));
      patient.identity.erasures().awaitReport(later);
      assertThat(patient.identity.erasures().report(young)).isNull();
      assertThat(patient.count("device_types")).isEqualTo(1);
    }
  }

  @Test
  void deletesNothingThatItDoesNotCount() throws SQLException {
    try (var app = api.database.connect(DatabaseRole.DEVICE_APP)) {
      var erasure = UUID.randomUUID();
      var call = "SELECT device.erase('%s', '%s', '%s', '%s', 1)";
      assertThat(one(app, call.formatted(erasure, tenant, device, "device_audit_logs")))
          .isEqualTo("1");
      assertThat(
              column(
                  "SELECT what || deleted FROM device.erasure_progress WHERE erasure_id = '%s'"
                      .formatted(erasure)))
          .containsExactly("device_audit_logs1");
      assertThat(one(app, call.formatted(erasure, UUID.randomUUID(), device, "devices")))
          .as("another tenant's")
          .isEqualTo("0");
      for (var what : List.of("device_types", "erasure_progress", "flyway_schema_history")) {
        assertThatThrownBy(() -> one(app, call.formatted(erasure, tenant, device, what)))
            .hasMessageContaining("not erased: " + what);
      }
      for (var change :
          List.of(
              "DELETE FROM device.device_audit_logs RETURNING 1",
              "DELETE FROM device.devices RETURNING 1",
              "DELETE FROM device.erasure_progress RETURNING 1",
              "UPDATE device.erasure_progress SET deleted = 0 RETURNING 1")) {
        assertThatThrownBy(() -> one(app, change)).hasMessageContaining("permission denied");
      }
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
