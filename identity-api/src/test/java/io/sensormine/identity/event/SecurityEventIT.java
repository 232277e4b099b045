package io.sensormine.identity.event;

import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import org.junit.jupiter.api.Test;

class SecurityEventIT {
  private static final String PATH = "/api/v1/security-events";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void tellsATenantsAdminWhatHappenedYoungestFirst() {
    var tenant = identity.tenant();
    identity.login(tenant.slug(), tenant.email(), "wrong-password-typed").expect(401);
    identity.login(tenant.slug(), "who@example.com", PASSWORD).expect(401);
    var token =
        tenant.http().post("/api/v1/api-tokens", "{'name': 'x', 'roles': ['ANALYST']}").expect(201);
    tenant.http().delete("/api/v1/api-tokens/" + token.id()).expect(204);
    var analyst = identity.user(tenant, "analyst@example.com", "ANALYST");
    tenant
        .http()
        .patch("/api/v1/users/" + analyst.userId(), "{'roles': ['OPERATOR', 'ANALYST']}")
        .expect(200);

    var answer = tenant.http().get(PATH).expect(200);
    assertThat(answer.body().path("items").findValuesAsText("type"))
        .containsExactly(
            "ROLES_CHANGED",
            "LOGIN_SUCCEEDED",
            "USER_CREATED",
            "API_TOKEN_REVOKED",
            "API_TOKEN_CREATED",
            "LOGIN_FAILED",
            "LOGIN_FAILED",
            "LOGIN_SUCCEEDED",
            "USER_CREATED");
    var created = answer.body().at("/items/4");
    assertThat(created.path("actor").asText()).isEqualTo(tenant.userId().toString());
    assertThat(created.path("target").asText()).isEqualTo(token.id().toString());
    assertThat(answer.text()).doesNotContain("wrong-password-typed", "who@example.com", "smt_");

    var first = tenant.http().get(PATH + "?limit=1").expect(200).body();
    var second =
        tenant
            .http()
            .get(PATH + "?limit=1&cursor=" + first.path("nextCursor").asText())
            .expect(200)
            .body();
    assertThat(second.at("/items/0/type").asText()).isEqualTo("LOGIN_SUCCEEDED");
  }

  @Test
  void namesThePlatformAdminWhoActedForTheTenant() {
    var tenant = identity.tenant();
    var platform = identity.platform();
    var me = platform.get("/api/v1/me").expect(200).body().path("id").asText();
    var events = platform.forTenant(tenant.id()).get(PATH).expect(200).body().path("items");
    assertThat(events.get(1).path("type").asText()).isEqualTo("USER_CREATED");
    assertThat(events.get(1).path("actor").asText()).isEqualTo(me);
  }

  @Test
  void isForAdminsOfTheTenantOnly() {
    var tenant = identity.tenant();
    identity.user(tenant, "o@example.com", "OPERATOR").http().get(PATH).expect(403);
    identity.user(tenant, "a@example.com", "ANALYST").http().get(PATH).expect(403);
    identity.anonymous().get(PATH).expect(401);
    identity.platform().get(PATH).expect(400);
  }
}
