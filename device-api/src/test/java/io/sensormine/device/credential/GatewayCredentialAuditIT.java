package io.sensormine.device.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who made and revoked the gateways' credentials is on record for the tenant, and stays so. */
class GatewayCredentialAuditIT {
  private static final String GATEWAYS = "/api/v1/gateway-credentials";
  private static final String LOG = GATEWAYS + "/audit-log";
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
  }

  private UUID issue(String name) {
    return admin.post(GATEWAYS, "{'name': '%s'}".formatted(name)).expect(201).id();
  }

  private List<String> actions() {
    return admin.get(LOG).expect(200).body().path("items").findValuesAsText("action");
  }

  @Test
  void tellsWhoMadeAndRevokedWhichNewestFirst() {
    var issued =
        admin.post(GATEWAYS, "{'name': 'hall', 'notAfter': '2099-01-31T09:15:00Z'}").expect(201);
    api.as(tenant, Roles.OPERATOR).delete(GATEWAYS + "/" + issued.id()).expect(204);
    var log = admin.get(LOG).expect(200);
    assertThat(log.text())
        .doesNotContain(issued.body().path("token").asText())
        .doesNotContain("sha");
    var items = log.body().path("items");
    assertThat(items.findValuesAsText("action"))
        .containsExactly("CREDENTIAL_REVOKED", "CREDENTIAL_ISSUED");
    for (var entry : items) {
      assertThat(entry.path("credentialId").asText()).isEqualTo(issued.id().toString());
      assertThat(entry.path("name").asText()).isEqualTo("hall");
      assertThat(entry.path("actor").asText()).isNotEmpty();
      assertThat(entry.path("at").asText()).isNotEmpty();
    }
    var revoked = admin.get(GATEWAYS + "/" + issued.id()).expect(200).body().path("revokedAt");
    assertThat(items.at("/0/patch").toString())
        .isEqualTo("[{\"op\":\"add\",\"path\":\"/revokedAt\",\"value\":%s}]".formatted(revoked));
    assertThat(items.at("/1/patch/0/value/name").asText()).isEqualTo("hall");
    assertThat(items.at("/1/patch/0/value/notAfter").asText()).isEqualTo("2099-01-31T09:15:00Z");
  }

  @Test
  void tellsNothingOfWhatChangedNothing() {
    var id = issue("hall");
    admin.post(GATEWAYS, "{'name': 'hall'}").expect(409);
    admin.delete(GATEWAYS + "/" + id).expect(204);
    admin.delete(GATEWAYS + "/" + id).expect(204);
    admin.delete(GATEWAYS + "/" + UUID.randomUUID()).expect(404);
    var device = DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "d");
    admin.post("/api/v1/devices/" + device + "/credentials", "{}").expect(201);
    assertThat(actions()).containsExactly("CREDENTIAL_REVOKED", "CREDENTIAL_ISSUED");
  }

  @Test
  void isReadPageByPage() {
    issue("first");
    issue("second");
    var first = admin.get(LOG + "?limit=1").expect(200).body();
    assertThat(first.at("/items/0/name").asText()).isEqualTo("second");
    var second =
        admin.get(LOG + "?limit=1&cursor=" + first.path("nextCursor").asText()).expect(200).body();
    assertThat(second.at("/items/0/name").asText()).isEqualTo("first");
    assertThat(second.path("nextCursor").isNull()).isTrue();
    admin.get(LOG + "?cursor=nonsense").expect(400);
  }

  @Test
  void isTheTenantsOwn() {
    issue("hall");
    assertThat(api.admin(UUID.randomUUID()).get(LOG).expect(200).body().path("items")).isEmpty();
    for (var role : new String[] {Roles.OPERATOR, Roles.ANALYST}) {
      api.as(tenant, role).get(LOG).expect(200);
    }
    api.service(tenant).get(LOG).expect(403);
    api.service.anonymous().get(LOG).expect(401);
  }

  @Test
  void landsWithTheChangeOrNotAtAll() throws SQLException {
    var standing = issue("stands");
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          ALTER TABLE device.gateway_credential_audit_logs
            ADD CONSTRAINT ck_refused CHECK (tenant_id <> '%s') NOT VALID
          """
              .formatted(tenant));
      try {
        admin.post(GATEWAYS, "{'name': 'hall'}").expect(500);
        admin.delete(GATEWAYS + "/" + standing).expect(500);
      } finally {
        statement.execute(
            "ALTER TABLE device.gateway_credential_audit_logs DROP CONSTRAINT ck_refused");
      }
    }
    var listed = admin.get(GATEWAYS).expect(200).body().path("items");
    assertThat(listed.findValuesAsText("name")).containsExactly("stands");
    assertThat(listed.at("/0/revokedAt").isNull()).isTrue();
    assertThat(actions()).containsExactly("CREDENTIAL_ISSUED");
  }

  @Test
  void isAppendedToOnly() throws SQLException {
    issue("hall");
    try (var app = api.database.connect(DatabaseRole.DEVICE_APP);
        var statement = app.createStatement()) {
      for (var change :
          List.of(
              "UPDATE device.gateway_credential_audit_logs SET actor = 'nobody'",
              "DELETE FROM device.gateway_credential_audit_logs",
              "TRUNCATE device.gateway_credential_audit_logs")) {
        assertThatThrownBy(() -> statement.execute(change))
            .hasMessageContaining("permission denied");
      }
    }
  }
}
