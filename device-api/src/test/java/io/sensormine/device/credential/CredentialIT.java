package io.sensormine.device.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.testing.Http;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CredentialIT {
  private static final String GATEWAYS = "/api/v1/gateway-credentials";
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;
  private UUID device = tenant;
  private String path = "";

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenantWithADevice() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    device = DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "d1");
    path = "/api/v1/devices/" + device + "/credentials";
  }

  private static Http.Answer verify(String token) {
    return api.service
        .http(api.identity.serviceToken())
        .post(
            "/api/v1/internal/credentials/verify",
            "{'sha256': '%s'}".formatted(Secrets.sha256(token)));
  }

  private static String token(Http.Answer issued) {
    return issued.expect(201).body().path("token").asText();
  }

  @Test
  void tellsATokenOnceAndKnowsWhoseItIs() throws SQLException {
    var issued = admin.post(path, "{'name': 'first'}").expect(201);
    var token = token(issued);
    assertThat(token).startsWith("smd_").hasSize(47);
    assertThat(issued.header("Location")).isEqualTo(path + "/" + issued.id());
    var listed = admin.get(path).expect(200);
    assertThat(listed.text()).doesNotContain(token).doesNotContain("token").doesNotContain("sha");
    assertThat(listed.body().at("/items/0/name").asText()).isEqualTo("first");
    assertThat(listed.body().at("/items/0/lastUsedAt").isNull()).isTrue();
    assertThat(admin.get(issued.header("Location")).expect(200).body().has("token")).isFalse();
    try (Connection connection = api.database.adminConnection();
        var statement =
            connection.prepareStatement(
                "SELECT c::text FROM device.device_credentials c WHERE id = ?")) {
      statement.setObject(1, issued.id());
      try (var rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getString(1)).doesNotContain(token).contains(Secrets.sha256(token));
      }
    }
    var identity = verify(token).expect(200).body();
    assertThat(identity.path("tenantId").asText()).isEqualTo(tenant.toString());
    assertThat(identity.at("/device/id").asText()).isEqualTo(device.toString());
    assertThat(identity.at("/device/externalId").asText()).isEqualTo("d1");
    assertThat(identity.at("/device/status").asText()).isEqualTo("ACTIVE");
    assertThat(verify("smd_nobody").expect(404).problem()).isEqualTo("not-found");
  }

  @Test
  void letsSeveralLiveAtOnceAndRevokesEach() {
    var first = admin.post(path, "{}").expect(201);
    var second = admin.post(path, "{}").expect(201);
    verify(token(first)).expect(200);
    verify(token(second)).expect(200);
    admin.delete(path + "/" + first.id()).expect(204);
    admin.delete(path + "/" + first.id()).expect(204);
    verify(token(first)).expect(404);
    verify(token(second)).expect(200);
    var items = admin.get(path).body().path("items");
    assertThat(items).hasSize(2);
    assertThat(items.at("/0/revokedAt").asText()).isNotEmpty();
    assertThat(items.at("/1/revokedAt").isNull()).isTrue();
    var log = admin.get("/api/v1/devices/" + device + "/audit-log").body().path("items");
    assertThat(log.findValuesAsText("action"))
        .containsExactly("CREDENTIAL_REVOKED", "CREDENTIAL_ISSUED", "CREDENTIAL_ISSUED", "CREATED");
  }

  @Test
  void honoursThePeriod() throws SQLException {
    var later = admin.post(path, "{'notBefore': '2099-01-31T09:15:00+01:00'}").expect(201);
    assertThat(later.body().path("notBefore").asText()).isEqualTo("2099-01-31T08:15:00Z");
    verify(token(later)).expect(404);
    var bounded = admin.post(path, "{'notAfter': '2099-01-31T09:15:00Z'}").expect(201);
    var identity = verify(token(bounded)).expect(200).body();
    assertThat(identity.path("notAfter").asText()).isEqualTo("2099-01-31T09:15:00Z");
    try (Connection connection = api.database.adminConnection();
        var expire =
            connection.prepareStatement(
                "UPDATE device.device_credentials SET not_after = now() WHERE id = ?")) {
      expire.setObject(1, bounded.id());
      expire.executeUpdate();
    }
    verify(token(bounded)).expect(404);
    admin.post(path, "{'notAfter': '2020-01-01T00:00:00Z'}").expect(422);
    admin.post(path, "{'notAfter': 'soon'}").expect(422);
    admin
        .post(path, "{'notBefore': '2099-01-02T00:00:00Z', 'notAfter': '2099-01-01T00:00:00Z'}")
        .expect(422);
    admin.post(path, "{'token': 'mine'}").expect(422);
  }

  @Test
  void endsWithTheDevice() {
    var token = token(admin.post(path, "{}"));
    admin.delete("/api/v1/devices/" + device).expect(204);
    verify(token).expect(404);
    assertThat(admin.get(path).body().at("/items/0/revokedAt").asText()).isNotEmpty();
    assertThat(admin.post(path, "{}").expect(409).problem()).isEqualTo("illegal-step");
    admin.delete(path + "/" + admin.get(path).body().at("/items/0/id").asText()).expect(204);
  }

  @Test
  void tellsInTheDevicesLogOfEachCredentialThatEndedWithIt() {
    var revoked = admin.post(path, "{}").expect(201).id();
    admin.delete(path + "/" + revoked).expect(204);
    var first = admin.post(path, "{}").expect(201).id();
    var second = admin.post(path, "{}").expect(201).id();
    admin.delete("/api/v1/devices/" + device).expect(204);
    var log = admin.get("/api/v1/devices/" + device + "/audit-log").expect(200).body();
    assertThat(log.path("items").findValuesAsText("action"))
        .startsWith("CREDENTIAL_REVOKED", "CREDENTIAL_REVOKED", "RETIRED", "CREDENTIAL_ISSUED");
    assertThat(
            List.of(
                log.at("/items/0/patch/0/path").asText(), log.at("/items/1/patch/0/path").asText()))
        .containsExactlyInAnyOrder("/credentials/" + first, "/credentials/" + second);
    assertThat(log.at("/items/0/revision").asLong()).isEqualTo(2);
    assertThat(log.at("/items/0/actor").asText()).isEqualTo(log.at("/items/2/actor").asText());
  }

  @Test
  void letsRevocationsMeetTheDevicesRetirement() throws Exception {
    var type = DeviceApi.makeType(admin);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 20; round++) {
        var retiring = "/api/v1/devices/" + DeviceApi.makeDevice(admin, type, "r" + round);
        var calls = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 4; i++) {
          var credential = admin.post(retiring + "/credentials", "{}").expect(201);
          calls.add(() -> admin.delete(credential.header("Location")).status());
        }
        calls.add(2, () -> admin.delete(retiring).status());
        for (var answer : threads.invokeAll(calls)) {
          assertThat(answer.get()).isEqualTo(204);
        }
      }
    }
  }

  @Test
  void issuesGatewaysOneCredentialAName() {
    admin.post(GATEWAYS, "{}").expect(422);
    var issued = admin.post(GATEWAYS, "{'name': 'hall'}").expect(201);
    assertThat(issued.header("Location")).isEqualTo(GATEWAYS + "/" + issued.id());
    admin.get(issued.header("Location")).expect(200);
    var identity = verify(token(issued)).expect(200).body();
    assertThat(identity.path("name").asText()).isEqualTo("hall");
    assertThat(identity.path("device").isNull()).isTrue();
    var taken = admin.post(GATEWAYS, "{'name': 'hall'}").expect(409);
    assertThat(taken.problem()).isEqualTo("name-taken");
    api.admin(UUID.randomUUID()).post(GATEWAYS, "{'name': 'hall'}").expect(201);
    assertThat(admin.get(GATEWAYS).expect(200).body().path("items")).hasSize(1);
    // a device's credential is none of a gateway's
    var ofDevice = admin.post(path, "{'name': 'hall'}").expect(201).id();
    admin.delete(GATEWAYS + "/" + ofDevice).expect(404);
    admin.delete(GATEWAYS + "/" + issued.id()).expect(204);
    verify(token(issued)).expect(404);
    admin.post(GATEWAYS, "{'name': 'hall'}").expect(201);
  }

  @Test
  void letsEachRoleDoItsOwn() {
    var operator = api.as(tenant, Roles.OPERATOR);
    var id = operator.post(path, "{}").expect(201).id();
    operator.delete(path + "/" + id).expect(204);
    operator.post(GATEWAYS, "{'name': 'g'}").expect(201);
    var analyst = api.as(tenant, Roles.ANALYST);
    analyst.get(path).expect(200);
    analyst.post(path, "{}").expect(403);
    analyst.delete(path + "/" + id).expect(403);
    analyst.post(GATEWAYS, "{'name': 'h'}").expect(403);
    api.service.anonymous().get(path).expect(401);
    admin.post("/api/v1/internal/credentials/verify", "{'sha256': 'x'}").expect(403);
    var service = api.service.http(api.identity.serviceToken());
    service.post("/api/v1/internal/credentials/verify", "{'sha256': 'x'}").expect(422);
  }

  @Test
  void hidesCredentialsFromOtherTenants() {
    var id = admin.post(path, "{}").expect(201).id();
    var gateway = admin.post(GATEWAYS, "{'name': 'g'}").expect(201).id();
    var other = api.admin(UUID.randomUUID());
    other.get(path).expect(404);
    other.post(path, "{}").expect(404);
    other.get(path + "/" + id).expect(404);
    other.delete(path + "/" + id).expect(404);
    other.get(GATEWAYS + "/" + gateway).expect(404);
    other.delete(GATEWAYS + "/" + gateway).expect(404);
    assertThat(other.get(GATEWAYS).body().path("items")).isEmpty();
  }
}
