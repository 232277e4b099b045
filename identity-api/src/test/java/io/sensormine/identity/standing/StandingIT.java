package io.sensormine.identity.standing;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.identity.testing.IdentityUnderTest.Tenant;
import io.sensormine.kit.testing.Http;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What ends at identity-api ends there at once, and the others are told. */
class StandingIT {
  private static final String ENDED = "/api/v1/internal/sessions/ended";
  private static final String ME = "/api/v1/me";
  private static final String NEW_PASSWORD = "an altogether new one";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void refusesTheTokensOfASuspendedTenantAtOnceAndTakesThemAgainAfterwards() {
    var tenant = identity.tenant();
    var analyst = identity.user(tenant, "a@example.com", "ANALYST").http();
    var platform = identity.platform();
    platform.delete("/api/v1/tenants/" + tenant.id()).expect(204);
    assertThat(tenant.http().get("/api/v1/users").expect(401).problem())
        .isEqualTo("unauthenticated");
    analyst.get("/api/v1/users").expect(401);
    platform.forTenant(tenant.id()).get("/api/v1/users").expect(200);
    platform.patch("/api/v1/tenants/" + tenant.id(), "{'status': 'ACTIVE'}").expect(200);
    tenant.http().get("/api/v1/users").expect(200);
    analyst.get(ME).expect(200);
  }

  @Test
  void refusesADeletedUsersTokenAtOnce() {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "gone@example.com", "TENANT_ADMIN");
    user.http().get("/api/v1/users").expect(200);
    tenant.http().delete(path(user)).expect(204);
    user.http().get("/api/v1/users").expect(401);
    user.http().get(ME).expect(401);
    assertThat(below(user)).isEqualTo(Integer.MAX_VALUE);
    tenant.http().get("/api/v1/users").expect(200);
  }

  @Test
  void refusesTokensFromBeforeANewPasswordAndTheirRefreshTokens() {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "p@example.com", "ANALYST");
    var session = identity.login(tenant.slug(), user.email(), PASSWORD).expect(200);
    tenant.http().patch(path(user), "{'password': '%s'}".formatted(NEW_PASSWORD)).expect(200);
    user.http().get(ME).expect(401);
    identity.service().http(IdentityUnderTest.accessToken(session)).get(ME).expect(401);
    refresh(session).expect(401);
    assertThat(below(user)).isEqualTo(1);
    var anew = identity.login(tenant.slug(), user.email(), NEW_PASSWORD);
    identity.service().http(IdentityUnderTest.accessToken(anew)).get(ME).expect(200);
  }

  @Test
  void refusesTokensWithFormerRolesAndGivesThePresentOnesForARefresh() {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "r@example.com", "TENANT_ADMIN");
    var session = identity.login(tenant.slug(), user.email(), PASSWORD).expect(200);
    tenant.http().patch(path(user), "{'roles': ['ANALYST']}").expect(200);
    user.http().get("/api/v1/users").expect(401);
    var another = identity.login(tenant.slug(), user.email(), PASSWORD).expect(200);
    user.http().get(ME).expect(401);
    user.http().post("/api/v1/auth/refresh", refreshBody(another)).expect(200);
    var refreshed = identity.service().http(IdentityUnderTest.accessToken(refresh(session)));
    assertThat(refreshed.get(ME).expect(200).body().path("roles").toString())
        .isEqualTo("[\"ANALYST\"]");
    refreshed.get("/api/v1/users").expect(403);
    assertThat(below(user)).isEqualTo(1);
  }

  @Test
  void tellsOfAPlatformAdminWhoHasAnotherPasswordOrIsGone() throws Exception {
    try (var own = IdentityUnderTest.start(Map.of())) {
      var admin = UUID.fromString(own.platform().get(ME).expect(200).body().path("id").asText());
      assertThat(below(own, admin)).isZero();
      own.platform()
          .post(
              "/api/v1/me/password",
              "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}"
                  .formatted(ADMIN_PASSWORD, NEW_PASSWORD))
          .expect(204);
      assertThat(below(own, admin)).isEqualTo(1);
      own.sql("DELETE FROM identity.users WHERE id = ?", admin);
      assertThat(below(own, admin)).isEqualTo(Integer.MAX_VALUE);
    }
  }

  @Test
  void namesEveryPlatformAdminAndForgetsThemOnceNoTokenCanBeLeft() throws Exception {
    try (var own = IdentityUnderTest.start(Map.of())) {
      own.sql(
          """
          INSERT INTO identity.ended_sessions (user_id, below_generation, ended_at)
          SELECT gen_random_uuid(), 1, now() FROM generate_series(1, ?)
          """,
          StandingController.MAX_NAMED + 1);
      var ended = ended(own);
      assertThat(ended.path("users")).hasSize(StandingController.MAX_NAMED + 1);
      assertThat(ended.path("tenants")).isEmpty();
      own.sql("UPDATE identity.ended_sessions SET ended_at = now() - interval '25 hours'");
      own.sql("UPDATE identity.users SET token_generation = 7");
      own.sql("UPDATE identity.ended_sessions SET ended_at = now()");
      assertThat(ended(own).path("users").findValuesAsText("below")).containsExactly("7");
    }
  }

  @Test
  void leavesTokensAloneWhereOnlyTheNameChangesOrTheRolesStay() {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "n@example.com", "ANALYST");
    tenant.http().patch(path(user), "{'displayName': 'X', 'roles': ['ANALYST']}").expect(200);
    user.http().get(ME).expect(200);
    assertThat(below(user)).isZero();
  }

  @Test
  void forgetsWhatWasEndedOnceNoTokenCanBeLeft() throws Exception {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "o@example.com", "ANALYST");
    tenant.http().delete(path(user)).expect(204);
    age(tenant, "66 minutes");
    assertThat(below(user)).isZero();
    age(tenant, "3 hours");
    var other = identity.user(tenant, "p@example.com", "ANALYST");
    tenant.http().delete(path(other)).expect(204);
    assertThat(endedOf(tenant)).isEqualTo(1);
  }

  @Test
  void tellsATimeInsteadOfNamesWhereATenantHasTooMany() throws Exception {
    var tenant = identity.tenant();
    identity.sql(
        """
        INSERT INTO identity.ended_sessions (user_id, tenant_id, below_generation, ended_at)
        SELECT gen_random_uuid(), ?, 1, now() - make_interval(secs => n)
        FROM generate_series(1, ?) n
        """,
        tenant.id(),
        StandingController.MAX_NAMED + 2);
    var ended = ended();
    var folded =
        ended.path("tenants").findParents("id").stream()
            .filter(it -> it.path("id").asText().equals(tenant.id().toString()))
            .toList();
    assertThat(folded).hasSize(1);
    assertThat(ended.path("users").size()).isGreaterThanOrEqualTo(StandingController.MAX_NAMED);
    identity.sql("DELETE FROM identity.ended_sessions WHERE tenant_id = ?", tenant.id());
    assertThat(ended().path("tenants").toString()).doesNotContain(tenant.id().toString());
  }

  @Test
  void tellsWhetherThereIsATenantSuspendedOrNot() {
    var tenant = identity.tenant();
    assertThat(exists(tenant.id())).isTrue();
    identity.platform().delete("/api/v1/tenants/" + tenant.id()).expect(204);
    assertThat(exists(tenant.id())).isTrue();
    assertThat(exists(UUID.randomUUID())).isFalse();
  }

  private boolean exists(UUID tenant) {
    return identity
        .asService()
        .get("/api/v1/internal/tenants/" + tenant + "/existence")
        .expect(200)
        .body()
        .path("exists")
        .asBoolean();
  }

  @Test
  void tellsServicesOnly() {
    identity.anonymous().get(ENDED).expect(401);
    identity.platform().get(ENDED).expect(403);
    identity.tenant().http().get(ENDED).expect(403);
  }

  private JsonNode ended() {
    return ended(identity);
  }

  private static JsonNode ended(IdentityUnderTest identity) {
    return identity.asService().get(ENDED).expect(200).body();
  }

  private int below(Tenant user) {
    return below(identity, user.userId());
  }

  /** The generation below which a user's tokens are refused; 0 where none is. */
  private static int below(IdentityUnderTest identity, UUID user) {
    for (var it : ended(identity).path("users")) {
      if (it.path("id").asText().equals(user.toString())) {
        return it.path("below").asInt();
      }
    }
    return 0;
  }

  private Http.Answer refresh(Http.Answer session) {
    return identity.anonymous().post("/api/v1/auth/refresh", refreshBody(session));
  }

  private static String refreshBody(Http.Answer session) {
    return "{'refreshToken': '%s'}".formatted(session.body().path("refreshToken").asText());
  }

  private void age(Tenant tenant, String age) throws Exception {
    identity.sql(
        "UPDATE identity.ended_sessions SET ended_at = now() - ?::interval WHERE tenant_id = ?",
        age,
        tenant.id());
  }

  private int endedOf(Tenant tenant) throws Exception {
    try (var connection = identity.database().adminConnection();
        var count =
            connection.prepareStatement(
                "SELECT count(*) FROM identity.ended_sessions WHERE tenant_id = ?")) {
      count.setObject(1, tenant.id(), java.sql.Types.OTHER);
      try (var row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static String path(Tenant user) {
    return "/api/v1/users/" + user.userId();
  }
}
