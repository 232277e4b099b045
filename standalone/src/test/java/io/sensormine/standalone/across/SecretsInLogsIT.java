package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.TestDatabase;
import io.sensormine.standalone.home.Service;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the five services print on a day of use, of errors and of an outage holds no secret. */
class SecretsInLogsIT {
  private static final int SHORTEST = 16;

  private final List<String> secrets = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final MqttClients mqtt = MqttClients.onFreePort();

  @Test
  void printsNoSecret() throws Exception {
    var stdout = System.out;
    var stderr = System.err;
    var ours = (Logger) LoggerFactory.getLogger("io.sensormine");
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (var platform = Platform.start(settings())) {
      secrets.addAll(List.of(Platform.PASSWORD, Tenant.PASSWORD));
      secrets.addAll(passwords(platform.config()));
      secrets.addAll(passwords(platform.timeseries()));
      use(platform);
      ours.setLevel(Level.DEBUG);
      use(platform);
    } finally {
      ours.setLevel(null);
      System.setOut(stdout);
      System.setErr(stderr);
    }
    assertThat(secrets).hasSizeGreaterThan(50);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("Made the first platform admin")
        .contains("MQTT is spoken on port")
        .contains("POST /api/v1/telemetry")
        .contains("POST /api/v1/auth/login")
        .doesNotContain(secrets.stream().flatMap(it -> halves(it).stream()).toList());
  }

  /** Whatever is of such length tells a secret, also where only a part of it is printed. */
  private static List<String> halves(String secret) {
    var part = secret.substring(secret.lastIndexOf('.') + 1).replaceFirst("^sm[a-z]_", "");
    assertThat(part).hasSizeGreaterThanOrEqualTo(SHORTEST + SHORTEST / 2);
    return List.of(part.substring(0, SHORTEST), part.substring(part.length() - SHORTEST));
  }

  private Map<String, String> settings() {
    var settings = new HashMap<>(mqtt.settings());
    for (var service : List.of("REGISTRY", "DEVICE", "INGESTION", "QUERY")) {
      settings.put("SENSORMINE_" + service + "_CLIENT_SECRET", secret());
    }
    var key = UUID.randomUUID().toString().substring(0, 32).getBytes(StandardCharsets.UTF_8);
    settings.put("SENSORMINE_KEY_ENCRYPTION_KEY", kept(Base64.getEncoder().encodeToString(key)));
    return settings;
  }

  private static List<String> passwords(TestDatabase database) {
    return database.environment().entrySet().stream()
        .filter(variable -> variable.getKey().endsWith("_PASSWORD"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private void use(Platform platform) throws SQLException {
    var tenant = platform.newTenant();
    var email = "somebody@%s.example".formatted(tenant.slug());
    var password = secret();
    var admin = tenant.admin(Service.IDENTITY);
    var user = admin.post("/api/v1/users", user(email, password)).expect(201).id();
    var login = login(tenant, email, password);
    signInAndOut(platform, tenant, email, login);

    var session = session(platform, login);
    var apiToken =
        kept(
            admin
                .post("/api/v1/api-tokens", "{'name': 'one', 'roles': ['TENANT_ADMIN']}")
                .expect(201)
                .body()
                .path("secret")
                .asText());
    var device = deviceCredential(tenant);
    var gateway =
        kept(
            tenant
                .admin(Service.DEVICE)
                .post("/api/v1/gateway-credentials", "{'name': '" + MqttClients.GATEWAY + "'}")
                .expect(201)
                .body()
                .path("token")
                .asText());
    platform.http(Service.IDENTITY, apiToken).get("/api/v1/users").expect(200);
    platform.http(Service.REGISTRY, apiToken).get("/api/v1/schemas").expect(200);
    var telemetry = "{\"temperature\": 1}";
    platform.http(Service.INGESTION, device).post("/api/v1/telemetry", telemetry).expect(200);
    platform.http(Service.INGESTION, gateway).post("/api/v1/gateway/telemetry", telemetry);
    publish(device, gateway, List.of(apiToken, session, credential(), secret()));

    misuse(platform, admin, user);
    outage(
        platform,
        List.of(
            () -> platform.http(Service.IDENTITY, null).post("/api/v1/auth/login", login),
            () -> platform.http(Service.IDENTITY, apiToken).get("/api/v1/users"),
            () -> platform.http(Service.IDENTITY, session).get("/api/v1/users"),
            () -> platform.http(Service.DEVICE, session).get("/api/v1/devices"),
            () -> admin.post("/api/v1/users", user("b@c.example", secret())),
            () -> platform.http(Service.INGESTION, device).post("/api/v1/telemetry", telemetry),
            () -> platform.http(Service.INGESTION, credential()).post("/api/v1/telemetry", "{}"),
            () -> mqtt.deviceLogsIn(device),
            () -> mqtt.deviceLogsIn(credential())));
  }

  private void publish(String device, String gateway, List<String> others) {
    assertThat(mqtt.deviceLogsIn(device)).isTrue();
    assertThat(mqtt.gatewayLogsIn(gateway)).isTrue();
    assertThat(mqtt.deviceLogsIn(gateway)).isFalse();
    assertThat(mqtt.gatewayLogsIn(device)).isFalse();
    for (var other : others) {
      assertThat(mqtt.deviceLogsIn(other)).isFalse();
      assertThat(mqtt.gatewayLogsIn(other)).isFalse();
    }
  }

  private void signInAndOut(Platform platform, Tenant tenant, String email, String login) {
    var anyone = platform.http(Service.IDENTITY, null);
    anyone.post("/api/v1/auth/login", login(tenant, email, secret())).expect(401);
    var first = anyone.post("/api/v1/auth/login", login).expect(200).body();
    kept(first.path("accessToken").asText());
    var refresh = refresh(kept(first.path("refreshToken").asText()));
    var second = anyone.post("/api/v1/auth/refresh", refresh).expect(200).body();
    kept(second.path("accessToken").asText());
    var renewed = refresh(kept(second.path("refreshToken").asText()));
    anyone.post("/api/v1/auth/refresh", refresh).expect(401);
    anyone.post("/api/v1/auth/logout", renewed).expect(204);
    anyone.post("/api/v1/auth/refresh", refresh(secret())).expect(401);
  }

  /** Secrets where they do not belong. */
  private void misuse(Platform platform, Http admin, UUID user) {
    var anyone = platform.http(Service.IDENTITY, null);
    anyone.post("/api/v1/auth/login", "{\"email\": \"a@b.example\", \"password\": \"" + secret());
    anyone.post("/api/v1/auth/login", "{\"passwort\": \"%s\"}".formatted(secret())).expect(422);
    anyone.post("/api/v1/auth/login", "{\"email\": 7, \"password\": [\"%s\"]}".formatted(secret()));
    anyone
        .post(
            "/api/v1/internal/service-tokens",
            "{\"clientId\": \"device-api\", \"clientSecret\": \"%s\"}".formatted(secret()))
        .expect(401);
    var overlong = secret().repeat(100);
    secrets.add(overlong);
    admin.post("/api/v1/users", user("c@d.example", overlong)).expect(422);
    admin.patch("/api/v1/users/" + user, "{\"password\": \"%s\"}".formatted(secret())).expect(200);
    admin.get("/api/v1/users?password=" + secret()).expect(400);
    admin.with("X-Tenant-Id", secret()).get("/api/v1/users").expect(403);
    for (var service : Service.values()) {
      var unknown = platform.http(service, null);
      unknown.get("/api/v1/nothing?token=" + secret());
      unknown.with("Authorization", "Basic " + secret()).get("/api/v1/nothing");
      unknown.with("Authorization", "Token " + credential()).post("/api/v2/write", "a b=1");
      unknown.with("Cookie", "JWT=" + secret()).with("X-Api-Key", secret()).get("/api/v1/me");
      platform.http(service, kept(Secrets.next("smt_"))).get("/api/v1/devices");
      platform.http(service, credential()).post("/api/v1/telemetry", "{}");
    }
  }

  /** Both databases away, as a service meets them: no new connections, and the old ones cut. */
  private static void outage(Platform platform, List<Runnable> requests) throws SQLException {
    var databases = List.of(platform.config(), platform.timeseries());
    for (var database : databases) {
      allowConnections(database, false);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      requests.forEach(threads::execute);
    } finally {
      for (var database : databases) {
        allowConnections(database, true);
      }
    }
    for (var service : Service.values()) {
      awaitReady(platform.http(service, null));
    }
  }

  private static void awaitReady(Http service) {
    var deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (service.get("/health/readiness").status() != 200) {
      assertThat(Instant.now()).as("the services are ready again").isBefore(deadline);
    }
  }

  private static void allowConnections(TestDatabase database, boolean allowed) throws SQLException {
    var url = database.adminUrl().replace("/" + database.name(), "/postgres");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS %s".formatted(database.name(), allowed));
      if (!allowed) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                .formatted(database.name()));
      }
    }
  }

  private String deviceCredential(Tenant tenant) {
    var type = tenant.deviceType("Boiler", tenant.schema("boiler", Tenant.DEFINITION));
    return kept(tenant.credential(tenant.device(MqttClients.DEVICE, type)));
  }

  private String session(Platform platform, String login) {
    return kept(platform.token(login));
  }

  private static String login(Tenant tenant, String email, String password) {
    return "{\"tenant\": \"%s\", \"email\": \"%s\", \"password\": \"%s\"}"
        .formatted(tenant.slug(), email, password);
  }

  private static String user(String email, String password) {
    return """
    {"email": "%s", "displayName": "Somebody", "password": "%s", "roles": ["TENANT_ADMIN"]}\
    """
        .formatted(email, password);
  }

  private static String refresh(String token) {
    return "{\"refreshToken\": \"%s\"}".formatted(token);
  }

  private String credential() {
    return kept(Secrets.next(Secrets.CREDENTIAL_PREFIX));
  }

  /** A random one of 32 hexadecimal digits. */
  private String secret() {
    return kept(UUID.randomUUID().toString().replace("-", ""));
  }

  private String kept(String secret) {
    secrets.add(secret);
    return secret;
  }
}
