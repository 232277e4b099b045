package io.sensormine.identity.erasure;

import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.identity.testing.IdentityUnderTest.Tenant;
import io.sensormine.kit.testing.Http;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ledger of erasures over HTTP, and what identity-api erases itself. */
class ErasureIT {
  private static final String INTERNAL = "/api/v1/internal/erasures";
  private static final String ERASURES = "/api/v1/erasures";
  private static final String TENANTS = "/api/v1/tenants/";
  private static IdentityUnderTest identity;

  @BeforeAll
  static void start() {
    identity =
        IdentityUnderTest.start(
            Map.of(
                "SENSORMINE_ERASURE_INTERVAL", "100ms",
                "SENSORMINE_ERASURE_MAX_ROWS", "2"));
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  private static Http service(String name) {
    var secret = name.replaceAll("schema-|-api|-service", "") + "-client-secret";
    var token =
        identity
            .anonymous()
            .post(
                "/api/v1/internal/service-tokens",
                "{'clientId': '%s', 'clientSecret': '%s'}".formatted(name, secret));
    return identity.service().http(IdentityUnderTest.accessToken(token));
  }

  private static JsonNode file(Tenant tenant, UUID device) {
    return service("device-api")
        .forTenant(tenant.id())
        .post(INTERNAL, "{'deviceId': '%s', 'requestedBy': 'somebody'}".formatted(device))
        .expect(200)
        .body();
  }

  private static List<String> pending(String service) {
    return service(service.replaceAll("&.*", ""))
        .get(INTERNAL + "?service=" + service)
        .expect(200)
        .body()
        .path("items")
        .findValuesAsText("id");
  }

  private static Http.Answer report(String service, String erasure, String counts) {
    return service(service)
        .post(
            INTERNAL + "/" + erasure + "/parts",
            "{'service': '%s', 'counts': %s}".formatted(service, counts));
  }

  private static String suspended() {
    return identity.asService().get("/api/v1/internal/tenants/suspended").expect(200).text();
  }

  private static void await(BooleanSupplier condition) {
    var deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(deadline);
    }
  }

  private static long count(String table, UUID tenant) throws SQLException {
    try (var connection = identity.database().adminConnection();
        var statement =
            connection.prepareStatement(
                "SELECT count(*) FROM identity.%s WHERE tenant_id = ?".formatted(table))) {
      statement.setObject(1, tenant);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Every table that knows tenants, whichever there are by now, but the ledger. */
  private static List<String> tables() throws SQLException {
    try (var connection = identity.database().adminConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT table_name FROM information_schema.columns
                JOIN information_schema.tables USING (table_schema, table_name)
                WHERE table_schema = 'identity' AND column_name = 'tenant_id'
                  AND table_type = 'BASE TABLE' AND table_name <> 'erasures' ORDER BY table_name
                """)) {
      var tables = new ArrayList<String>();
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
      return tables;
    }
  }

  private static String status(Object erasure) {
    var receipt = identity.platform().get(ERASURES + "/" + erasure).expect(200);
    return receipt.body().path("status").asText();
  }

  @Test
  void keepsOneReceiptOfADeviceUntilEveryServiceHasReported() {
    var tenant = identity.tenant();
    var device = UUID.randomUUID();
    var filed = file(tenant, device);
    assertThat(filed.path("status").asText()).isEqualTo("PENDING");
    assertThat(filed.path("subject").asText()).isEqualTo("DEVICE");
    assertThat(filed.path("subjectId").asText()).isEqualTo(device.toString());
    assertThat(filed.path("requestedBy").asText()).isEqualTo("somebody");
    assertThat(filed.path("parts").findValuesAsText("service"))
        .containsExactly("device-api", "ingestion-service");
    assertThat(file(tenant, device)).as("asked for again").isEqualTo(filed);
    var id = filed.path("id").asText();

    assertThat(pending("device-api")).contains(id);
    assertThat(pending("ingestion-service")).contains(id);
    assertThat(pending("schema-registry-api")).doesNotContain(id);
    var younger = file(tenant, UUID.randomUUID()).path("id").asText();
    assertThat(pending("device-api&after=" + id)).contains(younger).doesNotContain(id);
    report("schema-registry-api", id, "{}").expect(404);
    report("device-api", UUID.randomUUID().toString(), "{}").expect(404);
    report("device-api", id, "{'devices': -1}").expect(422);
    report("device-api", id, "{'devices': 1, 'device_search': 3}").expect(204);
    report("device-api", id, "{'devices': 7}").expect(204);
    assertThat(pending("device-api")).doesNotContain(id);
    var half = tenant.http().get(ERASURES + "/" + id).expect(200).body();
    assertThat(half.path("status").asText()).isEqualTo("PENDING");
    assertThat(half.at("/parts/0/counts/devices").asInt()).as("reported once").isEqualTo(1);
    assertThat(half.at("/parts/1/completedAt").isNull()).isTrue();

    report("ingestion-service", id, "{'telemetry': 12345}").expect(204);
    var whole = tenant.http().get(ERASURES + "/" + id).expect(200).body();
    assertThat(whole.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(whole.path("completedAt").isNull()).isFalse();
    assertThat(whole.at("/parts/1/counts/telemetry").asInt()).isEqualTo(12_345);
    assertThat(tenant.http().get(ERASURES).expect(200).body().path("items")).contains(whole);
    assertThat(
            tenant
                .http()
                .get("/api/v1/security-events?limit=2")
                .expect(200)
                .body()
                .path("items")
                .findValuesAsText("type"))
        .containsExactly("ERASURE_COMPLETED", "ERASURE_REQUESTED");
    assertThat(file(tenant, device).path("id").asText()).as("a new one").isNotEqualTo(id);
  }

  @Test
  void showsEachTenantItsOwnReceiptsAndThePlatformThoseOfTenants() {
    var tenant = identity.tenant();
    var stranger = identity.tenant();
    var ofDevice = file(tenant, UUID.randomUUID()).path("id").asText();
    stranger.http().get(ERASURES + "/" + ofDevice).expect(404);
    var ofTenant = identity.platform().delete(TENANTS + stranger.id() + "?erase=true").expect(202);
    assertThat(ofTenant.header("Location")).isEqualTo(ERASURES + "/" + ofTenant.id());

    assertThat(tenant.http().get(ERASURES).body().path("items").findValuesAsText("id"))
        .containsExactly(ofDevice);
    stranger.http().get(ERASURES + "/" + ofTenant.id()).expect(401);
    tenant.http().get(ERASURES + "/" + ofTenant.id()).expect(404);
    var platform = identity.platform();
    platform.get(ERASURES + "/" + ofTenant.id()).expect(200);
    platform.get(ERASURES + "/" + ofDevice).expect(404);
    assertThat(platform.get(ERASURES).body().path("items").findValuesAsText("subject"))
        .contains("TENANT")
        .doesNotContain("DEVICE");
    assertThat(
            platform
                .forTenant(tenant.id())
                .get(ERASURES)
                .body()
                .path("items")
                .findValuesAsText("id"))
        .containsExactly(ofDevice);
    identity.user(tenant, "o@example.com", "OPERATOR").http().get(ERASURES).expect(403);
    identity.asService().get(ERASURES).expect(403);
    identity.anonymous().get(ERASURES).expect(401);
  }

  @Test
  void letsAServiceSpeakForItselfOnly() {
    var tenant = identity.tenant();
    var id = file(tenant, UUID.randomUUID()).path("id").asText();
    var device = service("device-api");
    device.get(INTERNAL + "?service=ingestion-service").expect(403);
    device
        .post(INTERNAL + "/" + id + "/parts", "{'service': 'ingestion-service', 'counts': {}}")
        .expect(403);
    var body = "{'deviceId': '%s', 'requestedBy': 'x'}".formatted(UUID.randomUUID());
    device.post(INTERNAL, body).expect(400);
    device.forTenant(UUID.randomUUID()).post(INTERNAL, body).expect(404);
    tenant.http().post(INTERNAL, body).expect(403);
    identity.platform().forTenant(tenant.id()).post(INTERNAL, body).expect(403);
  }

  @Test
  void erasesATenantLastOfAllAndCountsWhatWent() throws SQLException {
    var tenant = identity.tenant();
    var other = identity.tenant();
    for (var one : List.of(tenant, other)) {
      one.http().post("/api/v1/api-tokens", "{'name': 'x', 'roles': ['ANALYST']}").expect(201);
      identity
          .user(one, "second@example.com", "ANALYST")
          .http()
          .post(
              "/api/v1/me/password",
              "{'currentPassword': '%s', 'newPassword': 'another long password'}"
                  .formatted(PASSWORD))
          .expect(204);
      var third = identity.user(one, "third@example.com", "ANALYST");
      one.http().delete("/api/v1/users/" + third.userId()).expect(204);
      identity.login(one.slug(), one.email(), PASSWORD).expect(200);
    }
    var platform = identity.platform();
    // naming the tenant changes nothing: what is noted of it must outlive it
    var filed = platform.forTenant(tenant.id()).delete(TENANTS + tenant.id() + "?erase=true");
    var id = filed.expect(202).body().path("id").asText();
    assertThat(filed.body().path("parts").findValuesAsText("service"))
        .containsExactly("device-api", "identity-api", "ingestion-service", "schema-registry-api");
    identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(401);
    assertThat(suspended()).contains(tenant.id().toString());
    var resume = platform.patch(TENANTS + tenant.id(), "{'status': 'ACTIVE'}").expect(409);
    assertThat(resume.problem()).isEqualTo("illegal-step");
    platform.patch(TENANTS + tenant.id(), "{'name': 'Renamed'}").expect(200);
    var again = platform.delete(TENANTS + tenant.id() + "?erase=true").expect(202);
    assertThat(again.body()).isEqualTo(filed.body());

    for (var service : List.of("device-api", "ingestion-service")) {
      report(service, id, "{}").expect(204);
    }
    assertThat(platform.get(TENANTS + tenant.id()).expect(200).body().path("status").asText())
        .as("the registry has not reported")
        .isEqualTo("SUSPENDED");
    var tables = tables();
    assertThat(tables).contains("users", "refresh_tokens", "security_events", "ended_sessions");
    var before = new ArrayList<Long>();
    var others = new ArrayList<Long>();
    for (var table : tables) {
      before.add(count(table, tenant.id()));
      others.add(count(table, other.id()));
    }
    report("schema-registry-api", id, "{'schemas': 3}").expect(204);
    await(() -> status(id).equals("COMPLETED"));

    platform.get(TENANTS + tenant.id()).expect(404);
    var counts = platform.get(ERASURES + "/" + id).body().at("/parts/1/counts");
    assertThat(counts.path("tenants").asLong()).isEqualTo(1);
    for (int i = 0; i < tables.size(); i++) {
      assertThat(before.get(i)).as(tables.get(i)).isPositive();
      assertThat(counts.path(tables.get(i)).asLong()).as(tables.get(i)).isEqualTo(before.get(i));
      assertThat(count(tables.get(i), tenant.id())).as(tables.get(i)).isZero();
      assertThat(count(tables.get(i), other.id())).as(tables.get(i)).isEqualTo(others.get(i));
    }
    identity.sql(
        "UPDATE identity.erasures SET requested_at = now() - interval '1 year' WHERE id = ?",
        UUID.fromString(id));
    assertThat(suspended()).as("for good").contains(tenant.id().toString());
    platform
        .post("/api/v1/tenants", "{'slug': '%s', 'name': 'New'}".formatted(tenant.slug()))
        .expect(201);
    assertThat(platformEvents(tenant.id()))
        .containsExactly("ERASURE_REQUESTED", "ERASURE_COMPLETED");
    platform.delete(TENANTS + tenant.id() + "?erase=true").expect(404);
  }

  private static List<String> platformEvents(UUID target) throws SQLException {
    try (var connection = identity.database().adminConnection();
        var statement =
            connection.prepareStatement(
                "SELECT type FROM identity.security_events WHERE target = ? AND tenant_id IS NULL"
                    + " AND type LIKE 'ERASURE%' ORDER BY id")) {
      statement.setString(1, target.toString());
      try (var rows = statement.executeQuery()) {
        var types = new ArrayList<String>();
        while (rows.next()) {
          types.add(rows.getString(1));
        }
        return types;
      }
    }
  }

  @Test
  void waitsWithATenantForItsDevices() throws SQLException {
    var tenant = identity.tenant();
    var ofDevice = file(tenant, UUID.randomUUID()).path("id").asText();
    var platform = identity.platform();
    var id = platform.delete(TENANTS + tenant.id() + "?erase=true").expect(202).id();
    for (var service : List.of("device-api", "ingestion-service", "schema-registry-api")) {
      report(service, id.toString(), "{}").expect(204);
    }
    assertThat(ripe(id)).isFalse();
    report("device-api", ofDevice, "{}").expect(204);
    report("ingestion-service", ofDevice, "{}").expect(204);
    await(() -> platform.get(TENANTS + tenant.id()).status() == 404);
    // the receipt outlives what it tells of
    assertThat(count("erasures", tenant.id())).isEqualTo(1);
    platform.forTenant(tenant.id()).get(ERASURES + "/" + ofDevice).expect(404);
  }

  @Test
  void goesOnWithTheNextTenantWhereOneIsStuck() throws SQLException {
    var stuck = identity.tenant();
    var next = identity.tenant();
    identity.sql(
        """
        CREATE FUNCTION public.stuck() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'stuck'; END $$
        """);
    identity.sql(
        "CREATE TRIGGER stuck BEFORE DELETE ON identity.tenants FOR EACH ROW"
            + " WHEN (OLD.id = '%s') EXECUTE FUNCTION public.stuck()".formatted(stuck.id()));
    var first = erasedElsewhere(stuck);
    await(() -> value("sensormine_erasures_pending") >= 1);
    var second = erasedElsewhere(next);
    await(() -> status(second).equals("COMPLETED"));
    assertThat(status(first)).isEqualTo("PENDING");
    identity.sql("DROP TRIGGER stuck ON identity.tenants");
    await(() -> status(first).equals("COMPLETED"));
  }

  /** Files the erasure of a tenant of which only identity-api's part is left; its id. */
  private static UUID erasedElsewhere(Tenant tenant) {
    var id = identity.platform().delete(TENANTS + tenant.id() + "?erase=true").expect(202).id();
    for (var service : List.of("device-api", "ingestion-service", "schema-registry-api")) {
      report(service, id.toString(), "{}").expect(204);
    }
    return id;
  }

  private static boolean ripe(UUID erasure) throws SQLException {
    try (var connection = identity.database().adminConnection();
        var statement =
            connection.prepareStatement(
                "SELECT FROM identity.ripe_tenant_erasures(NULL, 10) WHERE id = ?")) {
      statement.setObject(1, erasure);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  @Test
  void tellsHowManyArePendingAndSinceWhen() {
    file(identity.tenant(), UUID.randomUUID());
    await(() -> value("sensormine_erasures_pending") >= 1);
    await(() -> value("sensormine_erasures_oldest_age_seconds") > 0);
  }

  private static double value(String metric) {
    return identity
        .anonymous()
        .get("/prometheus")
        .expect(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }
}
