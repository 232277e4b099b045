package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.TestDatabase;
import io.sensormine.standalone.home.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device and a tenant leave the platform, telemetry included, and the receipt tells how much. */
class ErasureIT {
  /** The ledger itself outlives what it tells of. */
  private static final List<String> RECEIPTS = List.of("erasures", "erasure_parts");

  private static final Duration SOON = Duration.ofSeconds(60);

  private static Platform platform;
  private Tenant tenant;
  private UUID device;
  private UUID neighbour;

  @BeforeAll
  static void start() {
    platform =
        Platform.start(
            Map.of(
                "SENSORMINE_INGESTION_COUNTERS_INTERVAL", "200ms",
                "SENSORMINE_INGESTION_STATUS_INTERVAL", "200ms",
                // that a device is retired is no transition of its own before it is gone
                "SENSORMINE_INGESTION_STATUS_LOOK_AGAIN", "PT24H",
                "SENSORMINE_ERASURE_INTERVAL", "200ms",
                "SENSORMINE_ERASURE_MAX_ROWS", "3",
                "SENSORMINE_ERASURE_TENANT_SETTLE", "PT0S",
                "SENSORMINE_INGESTION_ERASURE_SETTLE", "PT0S",
                // this test says itself what is rolled up
                "SENSORMINE_INGESTION_ROLLUP_INTERVAL", "PT1H"));
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @BeforeEach
  void aTenantWithTelemetry() throws SQLException {
    tenant = platform.newTenant();
    device = fill(tenant, "boiler-1");
    neighbour = fill(tenant, "boiler-2");
  }

  private static UUID fill(Tenant tenant, String name) throws SQLException {
    var type = tenant.deviceType("Type of " + name, tenant.schema(name, Tenant.DEFINITION));
    var device = tenant.device(name, type);
    var http = platform.http(Service.INGESTION, tenant.credential(device));
    for (int day = 1; day <= 3; day++) {
      for (int hour = 0; hour < 4; hour++) {
        http.post(
                "/api/v1/telemetry",
                "{\"time\": \"2026-01-0%dT0%d:00:00Z\", \"fields\": {\"temperature\": 70}}"
                    .formatted(day, hour))
            .expect(200);
      }
    }
    http.post("/api/v1/telemetry", "{\"fields\": {\"temperature\": \"warm\"}}").expect(422);
    http.post(
            "/api/v1/events",
            "{\"time\": \"2026-01-01T00:00:00Z\", \"type\": \"door\", \"severity\": \"INFO\"}")
        .expect(200);
    rollUp(device);
    await(
        """
        SELECT sum(accepted + rejected) FROM telemetry.ingestion_counters
        WHERE device_id = '%1$s' AND EXISTS (
          SELECT FROM telemetry.device_status_history WHERE device_id = '%1$s')\
        """
            .formatted(device),
        "13");
    return device;
  }

  /** Leaves a device's rollups as the roller does, without waiting for it. */
  private static void rollUp(UUID device) {
    try (var connection = platform.timeseries().adminConnection();
        var statement = connection.createStatement()) {
      for (var rollup : List.of("metrics_1h", "metrics_1d")) {
        statement.execute(
            """
            INSERT INTO telemetry.%s (tenant_id, device_id, schema_version_id, field, bucket, count,
              mean, m2, min, max, first, first_time, last, last_time, increase_within, increase)
            SELECT tenant_id, device_id, schema_version_id, 'temperature', date_trunc('day', time), 1,
              70, 0, 70, 70, 70, time, 70, time, 0, 0
            FROM telemetry.telemetry WHERE device_id = '%s' AND time = date_trunc('day', time)\
            """
                .formatted(rollup, device));
      }
      statement.execute(
          """
          INSERT INTO telemetry.rollup_dirty (tenant_id, device_id, bucket)
          SELECT tenant_id, device_id, time FROM telemetry.telemetry WHERE device_id = '%s'\
          """
              .formatted(device));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until something is counted and decided, for it is counted as erased too. */
  private static void await(String sql, String expected) throws SQLException {
    var deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (!Objects.equals(texts(platform.timeseries(), sql).getFirst(), expected)) {
      assertThat(Instant.now()).as(sql).isBefore(deadline);
    }
  }

  private static Http.Answer series(Http query, UUID device) {
    return query.post(
        "/api/v1/query/series",
        """
        {"devices": {"ids": ["%s"]}, "fields": ["temperature"], "from": "2026-01-01T00:00:00Z",
         "to": "2026-02-01T00:00:00Z", "bucket": "1d"}\
        """
            .formatted(device));
  }

  /** How many rows each table of both databases has of a device or a tenant, by its name. */
  private static Map<String, Long> rows(String column, UUID id) throws SQLException {
    var counts = new TreeMap<String, Long>();
    for (var database : List.of(platform.config(), platform.timeseries())) {
      var tables =
          texts(
              database,
              """
              SELECT c.table_schema || '.' || c.table_name
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
              WHERE t.table_type = 'BASE TABLE' AND c.column_name = '%s'
                AND c.table_schema IN ('identity', 'registry', 'device', 'telemetry')\
              """
                  .formatted(column));
      for (var table : tables) {
        var name = table.substring(table.indexOf('.') + 1);
        if (!RECEIPTS.contains(name)) {
          var sql = "SELECT count(*) FROM %s WHERE %s = '%s'".formatted(table, column, id);
          counts.put(name, Long.valueOf(texts(database, sql).getFirst()));
        }
      }
    }
    return counts;
  }

  private static List<String> texts(TestDatabase database, String sql) throws SQLException {
    try (var connection = database.adminConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static JsonNode completed(Http identity, String location) {
    var deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (true) {
      var receipt = identity.get(location).expect(200).body();
      if (receipt.path("status").asText().equals("COMPLETED")) {
        return receipt;
      }
      assertThat(Instant.now()).as(receipt.toString()).isBefore(deadline);
    }
  }

  private static Map<String, Long> counts(JsonNode receipt) {
    var counts = new TreeMap<String, Long>();
    for (var part : receipt.path("parts")) {
      part.path("counts")
          .properties()
          .forEach(each -> counts.merge(each.getKey(), each.getValue().asLong(), Long::sum));
    }
    return counts;
  }

  @Test
  void erasesADevice() throws SQLException {
    var before = rows("device_id", device);
    var others = rows("device_id", neighbour);
    assertThat(before).containsEntry("telemetry", 12L).containsEntry("rejected_messages", 1L);
    var query = tenant.admin(Service.QUERY);
    series(query, device).expect(200);
    var filed =
        tenant
            .admin(Service.DEVICE)
            .delete("/api/v1/devices/" + device + "?erase=true")
            .expect(202);
    var receipt = completed(tenant.admin(Service.IDENTITY), filed.header("Location"));

    // that it was retired, and its credential with it, is in its audit log by then
    before.merge("device_audit_logs", 2L, Long::sum);
    before.put("devices", 1L);
    // a row of the deltas may be of several devices; here none is
    before.put("ingestion_deltas", 13L);
    assertThat(counts(receipt)).isEqualTo(before);
    assertThat(rows("device_id", device).values()).containsOnly(0L);
    assertThat(rows("device_id", neighbour)).isEqualTo(others);
    var devices = tenant.admin(Service.DEVICE);
    devices.get("/api/v1/devices/" + device).expect(404);
    assertThat(devices.get("/api/v1/devices").body().path("items").findValuesAsText("externalId"))
        .containsExactly("boiler-2");
    // query-api remembers for a moment which devices there were
    Deadline.within(SOON, () -> series(query, device).status() == 422);
    assertThat(series(query, device).expect(422).problem()).isEqualTo("unknown-device");
    series(query, neighbour).expect(200);
    assertThat(
            tenant
                .admin(Service.IDENTITY)
                .get("/api/v1/erasures")
                .expect(200)
                .body()
                .at("/items/0"))
        .isEqualTo(receipt);
  }

  @Test
  void erasesATenantWithEverythingThatItHas() throws SQLException {
    var stranger = platform.newTenant();
    var theirs = fill(stranger, "boiler-1");
    tenant
        .admin(Service.DEVICE)
        .post("/api/v1/gateway-credentials", "{\"name\": \"g\"}")
        .expect(201);
    tenant
        .admin(Service.IDENTITY)
        .post("/api/v1/api-tokens", "{\"name\": \"x\", \"roles\": [\"ANALYST\"]}")
        .expect(201);
    var users = tenant.admin(Service.IDENTITY);
    var gone = users.post("/api/v1/users", tenant.user("ANALYST")).expect(201).id();
    users.delete("/api/v1/users/" + gone).expect(204);
    var devices = tenant.admin(Service.DEVICE);
    // each sign-in leaves a refresh token and an event: none from here on
    var before = rows("tenant_id", tenant.id());
    var others = rows("tenant_id", stranger.id());
    assertThat(before).hasSizeGreaterThanOrEqualTo(16);
    assertThat(before.values()).allMatch(count -> count > 0);

    var identity = platform.http(Service.IDENTITY, platform.platformToken());
    var filed = identity.delete("/api/v1/tenants/" + tenant.id() + "?erase=true").expect(202);
    var receipt = completed(identity, filed.header("Location"));

    before.put("tenants", 1L);
    assertThat(counts(receipt)).isEqualTo(before);
    assertThat(rows("tenant_id", tenant.id()).values()).containsOnly(0L);
    assertThat(rows("tenant_id", stranger.id())).isEqualTo(others);
    // 401 as soon as device-api has heard, within seconds
    assertThat(devices.get("/api/v1/devices").body().path("items")).isEmpty();
    identity.get("/api/v1/tenants/" + tenant.id()).expect(404);
    var suspended =
        platform
            .http(Service.IDENTITY, platform.serviceToken())
            .get("/api/v1/internal/tenants/suspended")
            .expect(200);
    assertThat(suspended.text()).contains(tenant.id().toString());
    identity
        .post("/api/v1/tenants", "{\"slug\": \"%s\", \"name\": \"New\"}".formatted(tenant.slug()))
        .expect(201);
    series(stranger.admin(Service.QUERY), theirs).expect(200);
  }
}
