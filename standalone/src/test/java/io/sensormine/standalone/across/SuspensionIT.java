package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.standalone.home.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What ends at identity-api ends in every service, and who acts across tenants is on record. */
class SuspensionIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String READING = "{\"temperature\": 70}";
  private static final Map<Service, String> READS =
      Map.of(
          Service.IDENTITY, "/api/v1/api-tokens",
          Service.REGISTRY, "/api/v1/schemas",
          Service.DEVICE, "/api/v1/devices",
          Service.QUERY, "/api/v1/metrics/temperature?deviceTypeId=" + UUID.randomUUID());
  private static final List<Service> VERIFIERS =
      List.of(Service.REGISTRY, Service.DEVICE, Service.QUERY);
  private static Platform platform;

  @BeforeAll
  static void start() {
    platform = Platform.start(Map.of("SENSORMINE_IDENTITY_MEMORY_REFRESH_INTERVAL", "PT0.2S"));
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void stopsLoginsTokensAndIngestionOfASuspendedTenantAndLetsThemGoOnAfterwards() {
    var tenant = platform.newTenant();
    var other = platform.newTenant();
    var user = tenant.token("TENANT_ADMIN");
    var program = apiToken(tenant);
    var device =
        platform.http(
            Service.INGESTION,
            tenant.credential(
                tenant.device(
                    "one", tenant.deviceType("Type", tenant.schema("s", Tenant.DEFINITION)))));
    everywhere(200, user, program);
    device.post("/api/v1/telemetry", READING).expect(200);
    var root = platform.http(Service.IDENTITY, platform.platformToken());

    root.delete("/api/v1/tenants/" + tenant.id()).expect(204);
    login(tenant).expect(401);
    everywhere(401, user, program);
    Deadline.within(SOON, () -> device.post("/api/v1/telemetry", READING).status() == 401);
    assertThat(device.post("/api/v1/telemetry", READING).problem()).isEqualTo("unauthenticated");
    assertThat(read(Service.DEVICE, other.token("TENANT_ADMIN"))).isEqualTo(200);
    platform
        .http(Service.DEVICE, platform.platformToken())
        .forTenant(tenant.id())
        .get("/api/v1/devices")
        .expect(200);

    root.patch("/api/v1/tenants/" + tenant.id(), "{\"status\": \"ACTIVE\"}").expect(200);
    login(tenant).expect(200);
    everywhere(200, user, program);
    Deadline.within(SOON, () -> device.post("/api/v1/telemetry", READING).status() == 200);
  }

  @Test
  void refusesTheTokensOfADeletedUserAndThoseWithFormerRolesEverywhere() {
    var tenant = platform.newTenant();
    var identity = tenant.admin(Service.IDENTITY);
    var operator = identity.post("/api/v1/users", tenant.user("OPERATOR")).expect(201).id();
    var analyst = identity.post("/api/v1/users", tenant.user("ANALYST")).expect(201).id();
    var operators = tenant.token("OPERATOR");
    var analysts = tenant.token("ANALYST");
    for (var service : VERIFIERS) {
      assertThat(read(service, operators)).isEqualTo(200);
      assertThat(read(service, analysts)).isEqualTo(200);
    }
    identity.patch("/api/v1/users/" + operator, "{\"roles\": [\"ANALYST\"]}").expect(200);
    identity.delete("/api/v1/users/" + analyst).expect(204);
    var anew = tenant.token("OPERATOR");
    for (var service : VERIFIERS) {
      Deadline.within(SOON, () -> read(service, operators) == 401);
      Deadline.within(SOON, () -> read(service, analysts) == 401);
      assertThat(read(service, anew)).isEqualTo(200);
    }
    platform.http(Service.DEVICE, anew).post("/api/v1/gateway-credentials", "{}").expect(403);
  }

  @Test
  void refusesThePlatformAdminsTokensFromBeforeANewPasswordEverywhere() {
    var before = platform.platformToken();
    var tenant = platform.newTenant().id();
    var reads = "/api/v1/devices";
    platform.http(Service.DEVICE, before).forTenant(tenant).get(reads).expect(200);
    changePassword(before, Platform.PASSWORD, "an altogether new one");
    for (var service : READS.keySet()) {
      Deadline.within(SOON, () -> read(service, before) == 401);
    }
    var anew = platform.platformToken("an altogether new one");
    platform.http(Service.DEVICE, anew).forTenant(tenant).get(reads).expect(200);
    changePassword(anew, "an altogether new one", Platform.PASSWORD);
  }

  private static void changePassword(String token, String present, String next) {
    platform
        .http(Service.IDENTITY, token)
        .post(
            "/api/v1/me/password",
            "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}".formatted(present, next))
        .expect(204);
  }

  @Test
  void putsOnRecordWhatAPlatformAdminAndOurServicesDoForATenant() {
    var tenant = platform.newTenant();
    var root = platform.platformToken();
    platform
        .http(Service.REGISTRY, root)
        .forTenant(tenant.id())
        .post(
            "/api/v1/schemas", "{\"name\": \"s\", \"definition\": %s}".formatted(Tenant.DEFINITION))
        .expect(201);
    platform
        .http(Service.QUERY, root)
        .forTenant(tenant.id())
        .get("/api/v1/metrics/temperature?deviceTypeId=" + UUID.randomUUID())
        .expect(200);
    assertThat(acts(tenant))
        .contains(
            "schema-registry-api: POST /api/v1/schemas",
            "query-api: GET /api/v1/metrics/temperature");
    // query-api asks device-api about the tenant's devices, by a token of its own
    Deadline.within(
        SOON, () -> acts(tenant).stream().anyMatch(detail -> detail.startsWith("device-api: ")));
    READS.forEach((service, path) ->
        platform.http(service, root).forTenant(UUID.randomUUID()).get(path).expect(404));
    platform
        .http(Service.DEVICE, root)
        .forTenant(UUID.randomUUID())
        .post("/api/v1/device-types", "{}")
        .expect(404);
  }

  private static List<String> acts(Tenant tenant) {
    return tenant
        .admin(Service.IDENTITY)
        .get("/api/v1/security-events?type=CROSS_TENANT_ACT&limit=500")
        .expect(200)
        .body()
        .path("items")
        .findValuesAsText("detail");
  }

  private static void everywhere(int status, String... tokens) {
    for (var token : tokens) {
      for (var service : READS.keySet()) {
        Deadline.within(SOON, () -> read(service, token) == status);
      }
    }
  }

  private static int read(Service service, String token) {
    return platform.http(service, token).get(Objects.requireNonNull(READS.get(service))).status();
  }

  private static Http.Answer login(Tenant tenant) {
    return platform
        .http(Service.IDENTITY, null)
        .post("/api/v1/auth/login", tenant.login("TENANT_ADMIN"));
  }

  private static String apiToken(Tenant tenant) {
    JsonNode made =
        tenant
            .admin(Service.IDENTITY)
            .post("/api/v1/api-tokens", "{\"name\": \"ci\", \"roles\": [\"TENANT_ADMIN\"]}")
            .expect(201)
            .body();
    return made.path("secret").asText();
  }
}
