package io.sensormine.identity.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.sensormine.identity.testing.IdentityUnderTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceTokenIT {
  private static final String PATH = "/api/v1/internal/service-tokens";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void givesEachServiceATokenOfFiveMinutes() throws Exception {
    for (var client :
        new String[][] {
          {"schema-registry-api", "registry-client-secret"},
          {"device-api", "device-client-secret"},
          {"ingestion-service", "ingestion-client-secret"},
          {"query-api", "query-client-secret"}
        }) {
      var answer = identity.anonymous().post(PATH, body(client[0], client[1])).expect(200).body();
      assertThat(answer.path("expiresIn").asLong()).isEqualTo(300);
      var claims = SignedJWT.parse(answer.path("accessToken").asText()).getJWTClaimsSet();
      assertThat(claims.getSubject()).isEqualTo(client[0]);
      assertThat(claims.getStringListClaim("roles")).containsExactly("SERVICE");
      assertThat(claims.getClaim("tenant_id")).isNull();
      assertThat(
              Duration.between(
                  claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
          .isEqualTo(Duration.ofMinutes(5));
    }
  }

  @Test
  void refusesTheWrongSecretAndTheUnknownServiceAlike() {
    for (var client :
        new String[][] {
          {"device-api", "query-client-secret"},
          {"device-api", "device-client-secret "},
          {"identity-api", "device-client-secret"},
          {"secrets", "device-client-secret"}
        }) {
      var answer = identity.anonymous().post(PATH, body(client[0], client[1])).expect(401);
      assertThat(answer.problem()).isEqualTo("unauthenticated");
      assertThat(answer.text()).doesNotContain("client-secret");
    }
    identity.anonymous().post(PATH, "{'clientId': 'device-api'}").expect(422);
  }

  @Test
  void keepsServicesInWhileStrangersBehindTheirAddressGuess() {
    try (var bounded =
        IdentityUnderTest.start(
            Map.of(
                "SENSORMINE_RATES_ADDRESS_PER_SECOND", "1",
                "SENSORMINE_RATES_ADDRESS_BURST", "5"))) {
      var anyone = bounded.anonymous();
      var refused = false;
      for (int guess = 0; guess < 200 && !refused; guess++) {
        refused = anyone.post(PATH, body("device-api", "guess " + guess)).status() == 429;
      }
      assertThat(refused).as("a guess too many").isTrue();
      refused = false;
      for (int ask = 0; ask < 200 && !refused; ask++) {
        refused = anyone.post(PATH, body("x".repeat(5_000), "guess")).status() == 429;
      }
      assertThat(refused).as("a large body too many").isTrue();
      for (int call = 0; call < 20; call++) {
        anyone.post(PATH, body("device-api", "device-client-secret")).expect(200);
        anyone.get("/.well-known/jwks.json").expect(200);
      }
    }
  }

  @Test
  void takesTheSecretThatIsBeingReplacedAsWell() {
    try (var rotating =
        IdentityUnderTest.start(
            Map.of(
                "SENSORMINE_DEVICE_CLIENT_SECRET", "new-secret",
                "SENSORMINE_DEVICE_CLIENT_SECRET_PREVIOUS", "old-secret",
                "SENSORMINE_QUERY_CLIENT_SECRET_PREVIOUS", ""))) {
      var anyone = rotating.anonymous();
      anyone.post(PATH, body("device-api", "new-secret")).expect(200);
      anyone.post(PATH, body("device-api", "old-secret")).expect(200);
      anyone.post(PATH, body("query-api", "old-secret")).expect(401);
      anyone.post(PATH, body("query-api", "")).expect(422);
    }
  }

  @Test
  void listsTheSuspendedTenantsToServicesOnly() {
    var path = "/api/v1/internal/tenants/suspended";
    assertThat(identity.asService().get(path).expect(200).body().path("ids").isArray()).isTrue();
    identity.anonymous().get(path).expect(401);
    identity.platform().get(path).expect(403);
    identity.tenant().http().get(path).expect(403);
  }

  private static String body(String id, String secret) {
    return "{'clientId': '%s', 'clientSecret': '%s'}".formatted(id, secret);
  }
}
