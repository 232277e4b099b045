package io.sensormine.identity.event;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import java.util.List;
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
            "USER_CREATED",
            "CROSS_TENANT_ACT");
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
  void tellsWhenAUserIsLockedOnceForEachLock() throws Exception {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "locked@example.com", "ANALYST");
    for (int i = 0; i < 9; i++) {
      identity.login(tenant.slug(), user.email(), "wrong").expect(401);
    }
    identity.login(tenant.slug(), user.email(), PASSWORD).expect(200);
    assertThat(types(tenant, "?type=USER_LOCKED")).as("the tenth was right").isEmpty();
    for (int i = 0; i < 12; i++) {
      identity.login(tenant.slug(), user.email(), "wrong").expect(401);
    }
    var locked = tenant.http().get(PATH + "?type=USER_LOCKED").expect(200).body().path("items");
    assertThat(locked).hasSize(1);
    assertThat(locked.at("/0/target").asText()).isEqualTo(user.userId().toString());
    assertThat(types(tenant, "?type=LOGIN_FAILED")).hasSize(21);
    identity.sql(
        "UPDATE identity.users SET locked_until = now() - interval '1 second' WHERE id = ?",
        user.userId());
    for (int i = 0; i < 10; i++) {
      identity.login(tenant.slug(), user.email(), "wrong").expect(401);
    }
    assertThat(types(tenant, "?type=USER_LOCKED")).hasSize(2);
  }

  @Test
  void filtersByTypeAndTime() throws Exception {
    var tenant = identity.tenant();
    identity.user(tenant, "a@example.com", "ANALYST");
    identity.sql(
        "UPDATE identity.security_events SET occurred_at = '2026-01-01T00:00:00Z'"
            + " WHERE tenant_id = ? AND target = ?",
        tenant.id(),
        tenant.userId().toString());
    assertThat(types(tenant, "?type=USER_CREATED")).hasSize(2);
    assertThat(types(tenant, "?to=2026-01-01T00:00:00.000001Z"))
        .containsExactly("LOGIN_SUCCEEDED", "USER_CREATED");
    assertThat(types(tenant, "?to=2026-01-01T00:00:00Z")).isEmpty();
    assertThat(types(tenant, "?from=1767225600&to=1767225601&type=USER_CREATED")).hasSize(1);
    var first = tenant.http().get(PATH + "?limit=1&type=USER_CREATED").expect(200).body();
    var next = "?limit=1&type=USER_CREATED&cursor=" + first.path("nextCursor").asText();
    assertThat(types(tenant, next)).containsExactly("USER_CREATED");
    for (var bad : List.of("type=NOTHING", "from=yesterday", "to=", "since=1")) {
      tenant.http().get(PATH + "?" + bad).expect(400);
    }
  }

  private static List<String> types(IdentityUnderTest.Tenant tenant, String query) {
    return tenant.http().get(PATH + query).expect(200).body().findValuesAsText("type");
  }

  @Test
  void namesThePlatformAdminWhoActedForTheTenant() {
    var tenant = identity.tenant();
    var platform = identity.platform();
    var me = platform.get("/api/v1/me").expect(200).body().path("id").asText();
    var events = platform.forTenant(tenant.id()).get(PATH).expect(200).body().path("items");
    assertThat(events.findValuesAsText("type"))
        .containsExactly("CROSS_TENANT_ACT", "LOGIN_SUCCEEDED", "USER_CREATED", "CROSS_TENANT_ACT");
    assertThat(events.get(2).path("actor").asText()).isEqualTo(me);
  }

  @Test
  void isForAdminsOfTheTenantOnly() {
    var tenant = identity.tenant();
    identity.user(tenant, "o@example.com", "OPERATOR").http().get(PATH).expect(403);
    identity.user(tenant, "a@example.com", "ANALYST").http().get(PATH).expect(403);
    identity.anonymous().get(PATH).expect(401);
  }

  @Test
  void tellsAPlatformAdminWithoutATenantThePlatformsEventsOnly() {
    var tenant = identity.tenant();
    identity.login(null, ADMIN_EMAIL, "wrong").expect(401);
    identity
        .anonymous()
        .post(
            "/api/v1/internal/service-tokens",
            "{'clientId': 'device-api', 'clientSecret': 'not the secret'}")
        .expect(401);
    var root = identity.platform();
    var answer = root.get(PATH + "?limit=100").expect(200);
    assertThat(answer.body().path("items").findValuesAsText("type"))
        .contains("LOGIN_SUCCEEDED", "SERVICE_LOGIN_FAILED", "TENANT_CREATED")
        .doesNotContain("CROSS_TENANT_ACT", "USER_CREATED");
    assertThat(answer.text()).doesNotContain(tenant.userId().toString());
    assertThat(tenant.http().get(PATH + "?limit=100").expect(200).text())
        .doesNotContain("SERVICE_LOGIN_FAILED", "TENANT_CREATED");
    identity.asService().get(PATH).expect(403);
  }
}
