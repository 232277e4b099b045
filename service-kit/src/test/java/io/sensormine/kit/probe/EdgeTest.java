package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.env.Environment;
import io.micronaut.core.convert.ConversionService;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every service answers at its edge, whatever it is about. */
class EdgeTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final StandInIdentity IDENTITY = StandInIdentity.start();
  private static RunningService service;
  private static Http admin;

  @BeforeAll
  static void start() throws Exception {
    int port;
    try (var free = new java.net.ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var environment = new HashMap<>(IDENTITY.environment());
    environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    environment.put("SENSORMINE_PROBE_LOUD", "TRUE");
    environment.put("SENSORMINE_DEVICE_URL", "http://127.0.0.1:" + port);
    service = RunningService.start("probe", environment);
    admin = service.http(IDENTITY.token(TENANT, Roles.TENANT_ADMIN));
  }

  @AfterAll
  static void stop() {
    service.close();
    IDENTITY.close();
  }

  @Test
  void takesTheTenantFromTheToken() {
    var answer = admin.post("/api/v1/things", "{'name': 'a'}").expect(200);
    assertThat(answer.body().path("tenant").asText()).isEqualTo(TENANT.toString());
  }

  @Test
  void saysTheRequestsIdInEveryAnswer() {
    var id = UUID.randomUUID().toString();
    assertThat(admin.with("X-Request-Id", id).get("/api/v1/missing").header("X-Request-Id"))
        .isEqualTo(id);
    assertThat(admin.get("/api/v1/missing").body().path("instance").asText())
        .startsWith("urn:uuid:");
    assertThat(admin.post("/api/v1/things", "{'name': 'a'}").header("X-Request-Id")).hasSize(36);
  }

  @Test
  void rendersARefusalAsAProblem() {
    var answer = admin.get("/api/v1/missing").expect(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.problem()).isEqualTo("not-found");
    assertThat(answer.body().path("status").asInt()).isEqualTo(404);
    assertThat(answer.body().path("detail").asText()).isEqualTo("There is no such thing.");
    assertThat(answer.body().path("errors").isArray()).isTrue();
  }

  @Test
  void tellsNothingOfAnUnforeseenError() {
    var answer = admin.get("/api/v1/broken").expect(500);
    assertThat(answer.text()).doesNotContain("secret detail").doesNotContain("Exception");
    assertThat(answer.problem()).isEqualTo("internal");
  }

  @Test
  void answers400ForABodyThatIsNoJson() {
    for (var body : new String[] {"{", "{'name': 'a'} x", "", "{'name': 'a', 'name': 'b'}"}) {
      var answer = admin.post("/api/v1/things", body).expect(400);
      assertThat(answer.problem()).as(body).isIn("malformed-json", "malformed-request");
    }
  }

  @Test
  void answers400ForAMalformedUuidOrParameter() {
    assertThat(admin.get("/api/v1/things/17").expect(400).problem()).isEqualTo("malformed-id");
    var path = "/api/v1/things/" + UUID.randomUUID();
    assertThat(admin.get(path + "?limit=x").expect(400).problem()).isEqualTo("invalid-parameter");
    assertThat(admin.get(path + "?limti=1").expect(400).problem()).isEqualTo("unknown-parameter");
    admin.get(path + "?limit=1&attr.colour=red").expect(200);
    var owner = admin.post("/api/v1/things", "{'name': 'a', 'owner': '17'}").expect(400);
    assertThat(owner.body().at("/errors/0/path").asText()).isEqualTo("/owner");
  }

  @Test
  void takesTrueAndFalseOnlyForAParameterThatIsEither() {
    var path = "/api/v1/things/" + UUID.randomUUID();
    assertThat(admin.get(path).expect(200).body().path("deep").asText()).isEqualTo("null");
    for (var value : List.of("true", "false")) {
      var answer = admin.get(path + "?deep=" + value + "&flat=" + value).expect(200).body();
      assertThat(answer.path("deep").asText()).isEqualTo(value);
      assertThat(answer.path("flat").asText()).isEqualTo(value);
    }
    for (var name : List.of("deep", "flat")) {
      for (var value : List.of("yes", "TRUE", "1", "no", "%20true", "")) {
        var refused = admin.get(path + "?" + name + "=" + value).expect(400);
        assertThat(refused.problem()).as(value).isEqualTo("invalid-parameter");
        assertThat(refused.body().at("/errors/0/path").asText()).isEqualTo("/" + name);
        assertThat(refused.body().path("detail").asText()).isEqualTo(name + " is true or false.");
      }
    }
  }

  @Test
  void readsSettingsAsTheFrameworkDoes() {
    var settings = service.bean(Environment.class);
    assertThat(settings.getProperty("sensormine.probe.loud", Boolean.class)).contains(true);
    assertThat(service.bean(ConversionService.class).convert("TRUE", Boolean.class)).contains(true);
  }

  @Test
  void answers422WithAPointerForWhatIsWellFormedButRefused() {
    var unknown = admin.post("/api/v1/things", "{'name': 'a', 'colour': 1}").expect(422);
    assertThat(unknown.body().at("/errors/0/path").asText()).isEqualTo("/colour");
    assertThat(unknown.body().at("/errors/0/code").asText()).isEqualTo("unknown-property");
    var type = admin.post("/api/v1/things", "{'name': 'a', 'size': 'big'}").expect(422);
    assertThat(type.body().at("/errors/0/path").asText()).isEqualTo("/size");
    var blank = admin.post("/api/v1/things", "{'parts': [{'name': 'x'}, {}]}").expect(422);
    assertThat(blank.body().at("/errors").findValuesAsText("path"))
        .containsExactly("/name", "/parts/1/name");
  }

  @Test
  void answersTheFrameworksRefusalsAsProblems() {
    assertThat(admin.get("/api/v1/nowhere").expect(404).problem()).isEqualTo("not-found");
    assertThat(admin.delete("/api/v1/things").expect(405).problem())
        .isEqualTo("method-not-allowed");
    var xml =
        admin.send("POST", "/api/v1/things", "<a/>".getBytes(StandardCharsets.UTF_8), "text/xml");
    assertThat(xml.expect(415).problem()).isEqualTo("unsupported-media-type");
    var html = admin.with("Accept", "text/html").get("/api/v1/missing");
    assertThat(html.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void answers413ForABodyOverTheLimit() {
    var answer =
        admin.send("POST", "/api/v1/things", new byte[11 * 1024 * 1024], "application/json");
    assertThat(answer.expect(413).problem()).isEqualTo("too-large");
  }

  @Test
  void refusesWhoIsNotKnown() {
    var path = "/api/v1/missing";
    var answer = service.anonymous().get(path).expect(401);
    assertThat(answer.problem()).isEqualTo("unauthenticated");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    service.http("nonsense").get(path).expect(401);
    service.http("smt_unknown").get(path).expect(401);
    var expired = IDENTITY.token(TENANT, Instant.now().minusSeconds(120), Roles.TENANT_ADMIN);
    service.http(expired).get(path).expect(401);
    try (var other = StandInIdentity.start()) {
      service.http(other.token(TENANT, Roles.TENANT_ADMIN)).get(path).expect(401);
    }
  }

  @Test
  void refusesTheWrongRole() {
    var analyst = service.http(IDENTITY.token(TENANT, Roles.ANALYST));
    assertThat(analyst.get("/api/v1/missing").expect(403).problem()).isEqualTo("forbidden");
  }

  @Test
  void letsOnlyPlatformAdminsAndServicesNameATenant() {
    var other = UUID.randomUUID();
    assertThat(admin.forTenant(TENANT).get("/api/v1/missing").expect(403).problem())
        .isEqualTo("tenant-not-allowed");
    var platform = service.http(IDENTITY.token(null, Roles.PLATFORM_ADMIN));
    var body = "{'name': 'a'}";
    assertThat(platform.post("/api/v1/things", body).expect(400).problem())
        .isEqualTo("tenant-required");
    assertThat(
            platform.forTenant(other).post("/api/v1/things", body).body().path("tenant").asText())
        .isEqualTo(other.toString());
    for (var wrong : List.of("17", "1-1-1-1-1")) {
      platform.with("X-Tenant-Id", wrong).post("/api/v1/things", body).expect(400);
    }
    assertThat(platform.get("/api/v1/platform").expect(200).body().path("tenant").asText())
        .isEqualTo("none");
  }

  @Test
  void callsOtherServicesAsItselfForTheTenantAtHand() {
    var selected = admin.get("/api/v1/relay").expect(200).body().path("selected");
    assertThat(selected.path("id").asText()).isEqualTo(TENANT.toString());
    assertThat(selected.path("externalId").asText()).isEqualTo("a");
  }

  @Test
  void servesItsHealthMetricsAndDocumentToAnyone() {
    var anyone = service.anonymous();
    assertThat(anyone.get("/health/liveness").expect(200).body().path("status").asText())
        .isEqualTo("UP");
    anyone.get("/health/readiness").expect(200);
    assertThat(anyone.get("/prometheus").expect(200).text()).contains("jvm_memory_used_bytes");
    assertThat(anyone.get("/docs").expect(200).text()).contains("swagger-ui");
    anyone.get("/docs/assets/swagger-ui-bundle.js").expect(200);
    anyone.get("/docs/start.js").expect(200);
  }
}
