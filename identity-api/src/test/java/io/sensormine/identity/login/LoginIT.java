package io.sensormine.identity.login;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.identity.testing.IdentityUnderTest.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginIT {
  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void givesAUserATokenThatThePublishedKeysVerify() throws Exception {
    var tenant = identity.tenant();
    var answer = identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(200);
    assertThat(answer.body().path("expiresIn").asLong()).isEqualTo(900);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    var token = SignedJWT.parse(answer.body().path("accessToken").asText());
    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    var keys = JWKSet.parse(identity.anonymous().get("/.well-known/jwks.json").expect(200).text());
    var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
    assertThat(key.isPrivate()).isFalse();
    assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("sensormine");
    assertThat(claims.getAudience()).containsExactly("sensormine");
    assertThat(claims.getSubject()).isEqualTo(tenant.userId().toString());
    assertThat(claims.getStringClaim("tenant_id")).isEqualTo(tenant.id().toString());
    assertThat(claims.getStringListClaim("roles")).containsExactly("TENANT_ADMIN");
    assertThat(claims.getStringClaim("email")).isEqualTo(tenant.email());
    assertThat(Duration.between(claims.getIssueTime().toInstant(), expiry(claims)))
        .isEqualTo(Duration.ofMinutes(15));
  }

  private static Instant expiry(com.nimbusds.jwt.JWTClaimsSet claims) {
    return claims.getExpirationTime().toInstant();
  }

  @Test
  void letsAPlatformAdminInWithoutATenant() throws Exception {
    var answer = identity.login(null, ADMIN_EMAIL, ADMIN_PASSWORD).expect(200);
    var claims = SignedJWT.parse(answer.body().path("accessToken").asText()).getJWTClaimsSet();
    assertThat(claims.getClaim("tenant_id")).isNull();
    assertThat(claims.getStringListClaim("roles")).containsExactly("PLATFORM_ADMIN");
  }

  @Test
  void takesAnEmailAddressInAnyCase() {
    var tenant = identity.tenant();
    identity.login(tenant.slug(), " Admin@Example.COM ", PASSWORD).expect(200);
  }

  @Test
  void answersEveryFailureAlike() {
    var tenant = identity.tenant();
    var other = identity.tenant();
    var wrongPassword = identity.login(tenant.slug(), tenant.email(), "wrong").expect(401);
    assertThat(wrongPassword.problem()).isEqualTo("unauthenticated");
    var detail = wrongPassword.body().path("detail").asText();
    for (var answer :
        new io.sensormine.kit.testing.Http.Answer[] {
          identity.login(tenant.slug(), "nobody@example.com", PASSWORD),
          identity.login("no-such-tenant", tenant.email(), PASSWORD),
          identity.login(null, tenant.email(), PASSWORD),
          identity.login(tenant.slug(), ADMIN_EMAIL, ADMIN_PASSWORD),
          identity.login(other.slug(), "root@example.com", ADMIN_PASSWORD),
          identity.login(tenant.slug() + "\\u0000", tenant.email(), PASSWORD),
          identity.login(tenant.slug(), tenant.email(), "")
        }) {
      assertThat(answer.expect(401).body().path("detail").asText()).isEqualTo(detail);
    }
  }

  @Test
  void tellsWhatIsMissingFromARequest() {
    var answer = identity.anonymous().post("/api/v1/auth/login", "{'email': 'a'}").expect(422);
    assertThat(answer.body().at("/errors/0/path").asText()).isEqualTo("/password");
    identity.anonymous().post("/api/v1/auth/login", "{'email': ").expect(400);
    identity
        .anonymous()
        .post("/api/v1/auth/login", "{'email': 'a', 'password': 'b', 'remember': true}")
        .expect(422);
  }

  @Test
  void locksAUserAfterTenFailuresUntilTheLockIsOver() throws Exception {
    var tenant = identity.tenant();
    fail(tenant, 10);
    identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(401);
    identity.sql(
        "UPDATE identity.users SET locked_until = now() - interval '1 second' WHERE id = ?",
        tenant.userId());
    identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(200);
    fail(tenant, 9);
    identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(200);
    fail(tenant, 9);
    identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(200);
  }

  @Test
  void countsAttemptsMadeAtTheSameTime() throws Exception {
    var tenant = identity.tenant();
    try (var threads = Executors.newFixedThreadPool(8)) {
      var attempts =
          IntStream.range(0, 12)
              .<Callable<Integer>>mapToObj(
                  i -> () -> identity.login(tenant.slug(), tenant.email(), "wrong").status())
              .toList();
      for (var attempt : threads.invokeAll(attempts)) {
        assertThat(attempt.get()).isEqualTo(401);
      }
    }
    identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(401);
  }

  @Test
  void letsAnAdminUnlockAUserByANewPassword() {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "locked@example.com", "ANALYST");
    fail(user, 10);
    identity.login(tenant.slug(), user.email(), PASSWORD).expect(401);
    tenant
        .http()
        .patch("/api/v1/users/" + user.userId(), "{'password': 'an altogether new one'}")
        .expect(200);
    identity.login(tenant.slug(), user.email(), "an altogether new one").expect(200);
  }

  private void fail(Tenant user, int times) {
    for (int i = 0; i < times; i++) {
      identity.login(user.slug(), user.email(), "wrong").expect(401);
    }
  }

  @Test
  void hasNoOtherWaysInThanTheContracts() {
    var body = "{'username': 'root@example.com', 'password': 'x'}";
    for (var path : new String[] {"/login", "/logout", "/oauth/access_token"}) {
      assertThat(identity.anonymous().post(path, body).status()).as(path).isIn(401, 404);
      assertThat(identity.platform().post(path, body).status()).as(path).isEqualTo(404);
    }
  }
}
