package io.sensormine.identity.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.testing.Http;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApiTokenIT {
  private static final String PATH = "/api/v1/api-tokens";
  private static final String VERIFY = "/api/v1/internal/api-tokens/verify";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void showsTheSecretOnceAndActsWithTheTokensRoles() {
    var tenant = identity.tenant();
    var made = tenant.http().post(PATH, "{'name': 'ci', 'roles': ['TENANT_ADMIN']}").expect(201);
    var secret = made.body().path("secret").asText();
    assertThat(secret).matches("smt_[A-Za-z0-9_-]{43}");
    var path = PATH + "/" + made.id();
    assertThat(made.header("Location")).isEqualTo(path);
    var read = tenant.http().get(path).expect(200);
    assertThat(read.body().path("name").asText()).isEqualTo("ci");
    assertThat(read.body().path("createdBy").asText()).isEqualTo(tenant.userId().toString());
    assertThat(read.body().has("secret")).isFalse();
    assertThat(tenant.http().get(PATH).expect(200).text()).doesNotContain("smt_");

    var program = identity.service().http(secret);
    var me = program.get("/api/v1/me").expect(200).body();
    assertThat(me.path("id").asText()).isEqualTo(made.id().toString());
    assertThat(me.path("tenantId").asText()).isEqualTo(tenant.id().toString());
    program.get("/api/v1/users").expect(200);
    assertThat(tenant.http().get(path).body().path("lastUsedAt").isNull()).isFalse();
    program.forTenant(tenant.id()).get("/api/v1/users").expect(403);
  }

  @Test
  void tellsOtherServicesWhoATokenSpeaksFor() {
    var tenant = identity.tenant();
    var made =
        tenant
            .http()
            .post(PATH, "{'name': 'x', 'roles': ['ANALYST'], 'expiresAt': '2999-01-01T00:00:00Z'}")
            .expect(201);
    var answer = verify(made.body().path("secret").asText()).expect(200).body();
    assertThat(answer.path("id").asText()).isEqualTo(made.id().toString());
    assertThat(answer.path("tenantId").asText()).isEqualTo(tenant.id().toString());
    assertThat(answer.path("roles").toString()).isEqualTo("[\"ANALYST\"]");
    assertThat(answer.path("expiresAt").asText()).isEqualTo("2999-01-01T00:00:00Z");
    verify("smt_unknown").expect(404);
    identity.asService().post(VERIFY, "{'sha256': 'smt_not-a-hash'}").expect(422);
  }

  @Test
  void endsByRevocationAndByExpiry() throws Exception {
    var tenant = identity.tenant();
    var revoked = tenant.http().post(PATH, "{'name': 'a', 'roles': ['TENANT_ADMIN']}");
    var secret = revoked.expect(201).body().path("secret").asText();
    var path = PATH + "/" + revoked.id();
    tenant.http().delete(path).expect(204);
    tenant.http().delete(path).expect(204);
    identity.service().http(secret).get("/api/v1/me").expect(401);
    verify(secret).expect(404);
    assertThat(tenant.http().get(path).expect(200).body().path("revokedAt").isNull()).isFalse();
    tenant.http().patch(path, "{'name': 'back again'}").expect(404);

    var expiring = tenant.http().post(PATH, "{'name': 'b', 'roles': ['TENANT_ADMIN']}");
    var other = expiring.expect(201).body().path("secret").asText();
    identity.service().http(other).get("/api/v1/me").expect(200);
    identity.sql(
        "UPDATE identity.api_tokens SET expires_at = now() - interval '1 s' WHERE id = ?",
        expiring.id());
    identity.service().http(other).get("/api/v1/me").expect(401);
    verify(other).expect(404);
  }

  @Test
  void changesItsNameRolesAndExpiry() {
    var tenant = identity.tenant();
    var made = tenant.http().post(PATH, "{'name': 'a', 'roles': ['TENANT_ADMIN']}").expect(201);
    var program = identity.service().http(made.body().path("secret").asText());
    var changed =
        tenant
            .http()
            .patch(
                PATH + "/" + made.id(),
                "{'name': 'b', 'roles': ['OPERATOR', 'ANALYST'], 'expiresAt': 32472144000}")
            .expect(200)
            .body();
    assertThat(changed.path("name").asText()).isEqualTo("b");
    assertThat(changed.path("roles").toString()).isEqualTo("[\"OPERATOR\",\"ANALYST\"]");
    assertThat(Instant.parse(changed.path("expiresAt").asText())).isEqualTo("2999-01-01T00:00:00Z");
    program.get("/api/v1/users").expect(403);
  }

  @Test
  void refusesRolesBeyondTheTenantsAndTimesGoneBy() {
    var admin = identity.tenant().http();
    for (var role : new String[] {"PLATFORM_ADMIN", "SERVICE", "GATEWAY"}) {
      var answer = admin.post(PATH, "{'name': 'x', 'roles': ['ANALYST', '%s']}".formatted(role));
      assertThat(answer.expect(422).body().at("/errors/0/path").asText()).isEqualTo("/roles/1");
    }
    admin.post(PATH, "{'name': 'x', 'roles': []}").expect(422);
    for (var time : new String[] {"'2020-01-01T00:00:00Z'", "'soon'", "1577836800", "[]"}) {
      var answer =
          admin.post(PATH, "{'name': 'x', 'roles': ['ANALYST'], 'expiresAt': %s}".formatted(time));
      assertThat(answer.expect(422).body().at("/errors/0/path").asText())
          .as(time)
          .isEqualTo("/expiresAt");
    }
  }

  @Test
  void hidesAnotherTenantsTokens() {
    var tenant = identity.tenant();
    var made = tenant.http().post(PATH, "{'name': 'a', 'roles': ['ANALYST']}").expect(201);
    var stranger = identity.tenant().http();
    var path = PATH + "/" + made.id();
    stranger.get(path).expect(404);
    stranger.patch(path, "{'name': 'x'}").expect(404);
    stranger.delete(path).expect(404);
    assertThat(stranger.get(PATH).expect(200).body().path("items")).isEmpty();
    verify(made.body().path("secret").asText()).expect(200);
    identity
        .platform()
        .forTenant(UUID.randomUUID())
        .post(PATH, "{'name': 'a', 'roles': ['ANALYST']}")
        .expect(404);
  }

  @Test
  void isForAdminsOnly() {
    var tenant = identity.tenant();
    var analyst = identity.user(tenant, "a@example.com", "ANALYST").http();
    var operator = identity.user(tenant, "o@example.com", "OPERATOR").http();
    var path = PATH + "/" + UUID.randomUUID();
    for (var http : new Http[] {analyst, operator, identity.asService().forTenant(tenant.id())}) {
      http.post(PATH, "{'name': 'x', 'roles': ['ANALYST']}").expect(403);
      http.get(PATH).expect(403);
      http.get(path).expect(403);
      http.patch(path, "{'name': 'x'}").expect(403);
      http.delete(path).expect(403);
    }
    identity.anonymous().get(PATH).expect(401);
    tenant.http().post(VERIFY, "{'sha256': '%s'}".formatted("0".repeat(64))).expect(403);
    identity.anonymous().post(VERIFY, "{'sha256': '%s'}".formatted("0".repeat(64))).expect(401);
  }

  private Http.Answer verify(String secret) {
    return identity.asService().post(VERIFY, "{'sha256': '%s'}".formatted(Secrets.sha256(secret)));
  }
}
