package io.sensormine.identity.login;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.identity.testing.IdentityUnderTest.Tenant;
import io.sensormine.kit.testing.Http.Answer;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefreshIT {
  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void tradesATokenForTheNext() {
    var tenant = identity.tenant();
    var first = token(login(tenant));
    var second = token(refresh(first).expect(200));
    assertThat(second).isNotEqualTo(first);
    var answer = refresh(second).expect(200);
    assertThat(answer.body().path("expiresIn").asLong()).isEqualTo(900);
    var access = answer.body().path("accessToken").asText();
    identity.service().http(access).get("/api/v1/users").expect(200);
  }

  @Test
  void refreshesAPlatformAdmin() {
    var login = identity.login(null, ADMIN_EMAIL, ADMIN_PASSWORD).expect(200);
    var access = refresh(token(login)).expect(200).body().path("accessToken").asText();
    identity.service().http(access).get("/api/v1/tenants").expect(200);
  }

  @Test
  void revokesTheWholeFamilyWhenATokenIsReplayed() {
    var tenant = identity.tenant();
    var otherLogin = token(login(tenant));
    var first = token(login(tenant));
    var second = token(refresh(first).expect(200));
    assertThat(refresh(first).expect(401).problem()).isEqualTo("unauthenticated");
    refresh(second).expect(401);
    refresh(otherLogin).expect(200);
  }

  @Test
  void letsOnlyOneOfManyAtTheSameTimeThrough() throws Exception {
    var first = token(login(identity.tenant()));
    try (var threads = Executors.newFixedThreadPool(6)) {
      var attempts =
          IntStream.range(0, 6)
              .<Callable<Integer>>mapToObj(i -> () -> refresh(first).status())
              .toList();
      var through = 0;
      for (var attempt : threads.invokeAll(attempts)) {
        through += attempt.get() == 200 ? 1 : 0;
      }
      assertThat(through).isEqualTo(1);
    }
  }

  @Test
  void carriesTheRolesAsTheyAreNow() throws Exception {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "analyst@example.com", "ANALYST");
    var first = token(login(user));
    tenant
        .http()
        .patch("/api/v1/users/" + user.userId(), "{'roles': ['OPERATOR', 'ANALYST']}")
        .expect(200);
    var access = refresh(first).expect(200).body().path("accessToken").asText();
    assertThat(SignedJWT.parse(access).getJWTClaimsSet().getStringListClaim("roles"))
        .containsExactly("OPERATOR", "ANALYST");
  }

  @Test
  void endsAtLogoutAtANewPasswordAndWithTheUser() {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "someone@example.com", "ANALYST");
    var first = token(login(user));
    var second = token(refresh(first).expect(200));
    var body = "{'refreshToken': '%s'}".formatted(second);
    assertThat(identity.anonymous().post("/api/v1/auth/logout", body).expect(204).text()).isEmpty();
    refresh(second).expect(401);
    identity.anonymous().post("/api/v1/auth/logout", body).expect(204);

    var third = token(login(user));
    var path = "/api/v1/users/" + user.userId();
    tenant.http().patch(path, "{'password': 'an altogether new one'}").expect(200);
    refresh(third).expect(401);

    var fourth =
        token(identity.login(user.slug(), user.email(), "an altogether new one").expect(200));
    tenant.http().delete(path).expect(204);
    refresh(fourth).expect(401);
  }

  @Test
  void refusesWhatIsUnknownOrExpired() throws Exception {
    refresh("smr_unknown").expect(401);
    refresh("").expect(401);
    identity.anonymous().post("/api/v1/auth/refresh", "{}").expect(422);
    var tenant = identity.tenant();
    var first = token(login(tenant));
    identity.sql(
        "UPDATE identity.refresh_tokens SET expires_at = now() - interval '1 s' WHERE user_id = ?",
        tenant.userId());
    refresh(first).expect(401);
  }

  private Answer login(Tenant user) {
    return identity.login(user.slug(), user.email(), PASSWORD).expect(200);
  }

  private Answer refresh(String token) {
    return identity
        .anonymous()
        .post("/api/v1/auth/refresh", "{'refreshToken': '%s'}".formatted(token));
  }

  private static String token(Answer answer) {
    return answer.body().path("refreshToken").asText();
  }
}
