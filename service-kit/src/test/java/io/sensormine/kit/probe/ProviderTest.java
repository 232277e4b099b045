package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Provider;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a service takes from an OpenID Connect provider, and what it does not. */
class ProviderTest {
  private static final String PATH = "/api/v1/missing";
  private static final UUID TENANT = UUID.randomUUID();
  private static final Map<String, Object> ADMIN =
      Map.of("tenant_id", TENANT.toString(), "roles", List.of("TENANT_ADMIN"));

  private static final StandInIdentity IDENTITY = StandInIdentity.start();
  private static final Provider PROVIDER = Provider.start();
  private static RunningService service;

  @BeforeAll
  static void start() {
    service = start(Map.of());
  }

  @AfterAll
  static void stop() {
    service.close();
    PROVIDER.close();
    IDENTITY.close();
  }

  @Test
  void takesTheProvidersTokensForTheirTenant() {
    var answer =
        service.http(PROVIDER.token("auth0|17", ADMIN)).post("/api/v1/things", "{'name': 'a'}");
    assertThat(answer.expect(200).body().path("tenant").asText()).isEqualTo(TENANT.toString());
    accepts("one role without a list", with("roles", "TENANT_ADMIN"));
    accepts("an access token by RFC 9068", PROVIDER.tokenOfType("at+jwt", "x", ADMIN));
    refuses("a token for signing out", PROVIDER.tokenOfType("logout+jwt", "x", ADMIN));
    var analyst = PROVIDER.token("x", with("roles", List.of("ANALYST", "of their own")));
    service.http(analyst).get(PATH).expect(403);
    service.http(PROVIDER.token("x", with("roles", List.of()))).get(PATH).expect(403);
    service.http(PROVIDER.token("x", Map.of())).get(PATH).expect(403);
  }

  @Test
  void refusesWhatIsOfAnotherIssuerOrForAnotherAudienceOrOutOfTime() {
    accepts("what the others are changed from", ADMIN);
    refuses("another issuer", PROVIDER.tokenOfAnotherRealm("x", ADMIN));
    refuses("another issuer by the same key", token(with("iss", "https://example.com")));
    refuses("our own name by their key", token(with("iss", "sensormine")));
    refuses("another audience", PROVIDER.token("x", "elsewhere", ADMIN, 300));
    refuses("expired", PROVIDER.token("x", Provider.AUDIENCE, ADMIN, -120));
    var later = Date.from(Instant.now().plusSeconds(120));
    refuses("not yet", token(with("nbf", later)));
    // the clocks may be a little apart
    accepts("expired just now", PROVIDER.token("x", Provider.AUDIENCE, ADMIN, -5));
    accepts("in a moment", with("nbf", Date.from(Instant.now().plusSeconds(5))));
  }

  @Test
  void refusesWhatIsNotSignedByTheProvidersKey() throws Exception {
    var published = new Http(PROVIDER.jwksUrl(), null).get("").expect(200).text();
    var kid = JWKSet.parse(published).getKeys().getFirst().getKeyID();
    var other = new RSAKeyGenerator(2048).keyID(kid).generate();
    refuses("another key by their key's id", signed(other, JWSAlgorithm.RS256, "JWT", ownClaims()));
    var stranger = new RSAKeyGenerator(2048).keyID("unknown").generate();
    refuses("an unknown key", signed(stranger, JWSAlgorithm.RS256, "JWT", ownClaims()));
    refuses("no signature", new PlainJWT(ownClaims()).serialize());
    refuses(
        "their public key set as a shared secret",
        hmac(kid, published.getBytes(StandardCharsets.UTF_8)));
    var key = JWKSet.parse(published).getKeys().getFirst().toRSAKey();
    refuses("their public key as a shared secret", hmac(kid, key.toPublicKey().getEncoded()));
    var curve = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    refuses(
        "an elliptic key by their key's id",
        sign(new ECDSASigner(curve), kid, JWSAlgorithm.ES256, "JWT", ownClaims()));
    var parts = token(ADMIN).split("\\.", -1);
    refuses("a cut signature", parts[0] + "." + parts[1] + ".");
    refuses("nonsense", "a.b.c");
  }

  @Test
  void neverMakesAServiceADeviceOrAGatewayOfAnyone() {
    var path = "/api/v1/devices/select";
    for (var role : new String[] {Roles.SERVICE, Roles.DEVICE, Roles.GATEWAY}) {
      var http = service.http(token(with("roles", List.of(role))));
      http.post(path, "{'externalIds': ['a']}").expect(403);
      // nor does it let them name a tenant
      http.forTenant(TENANT).get(PATH).expect(403);
    }
    var token = service.http(token(with("roles", List.of("SERVICE", "TENANT_ADMIN"))));
    token.post(path, "{'externalIds': ['a']}").expect(403);
    token.get(PATH).expect(404);
  }

  @Test
  void refusesARoleWithoutATenant() {
    refuses("no tenant", token(Map.of("roles", List.of("TENANT_ADMIN"))));
    for (var tenant : new Object[] {"", "acme", "1-1-1-1-1", 17, List.of(TENANT.toString())}) {
      refuses("a tenant called " + tenant, token(with("tenant_id", tenant)));
    }
  }

  @Test
  void refusesATenantThatDoesNotExistUntilItDoes() {
    var tenant = UUID.randomUUID();
    IDENTITY.forget(tenant);
    var http = service.http(token(with("tenant_id", tenant.toString())));
    var refused = http.post("/api/v1/things", "{'name': 'a'}").expect(401);
    assertThat(refused.problem()).isEqualTo("unauthenticated");
    assertThat(refused.body().path("detail").asText()).contains("no tenant");
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    http.get(PATH).expect(401);
    service.http(IDENTITY.serviceToken()).forTenant(tenant).get("/api/v1/platform").expect(403);
    IDENTITY.recall(tenant);
    Deadline.within(Duration.ofSeconds(10), () -> http.get(PATH).status() == 404);
    http.post("/api/v1/things", "{'name': 'a'}").expect(200);
  }

  @Test
  void letsNobodyInOfATenantThatWasNeverAskedForWhileNobodyKnows() {
    try (var away = StandInIdentity.start()) {
      var environment = new HashMap<>(away.environment());
      environment.putAll(PROVIDER.environment());
      try (var other = RunningService.start("probe", environment)) {
        other.http(token(ADMIN)).get(PATH).expect(404);
        away.away(true);
        other.http(token(ADMIN)).get(PATH).expect(404);
        var strange = with("tenant_id", UUID.randomUUID().toString());
        var refused = other.http(token(strange)).get(PATH).expect(503);
        assertThat(refused.problem()).isEqualTo("dependency-unavailable");
      }
    }
  }

  @Test
  void takesAPlatformAdminForOneOfNoTenant() {
    var claims = with("roles", List.of("PLATFORM_ADMIN", "TENANT_ADMIN"));
    var platform = service.http(token(claims));
    var answer = platform.get("/api/v1/platform").expect(200);
    assertThat(answer.body().path("tenant").asText()).isEqualTo("none");
    platform.get(PATH).expect(403);
    platform.post("/api/v1/things", "{'name': 'a'}").expect(400);
    var named = UUID.randomUUID();
    var thing = platform.forTenant(named).post("/api/v1/things", "{'name': 'a'}").expect(200);
    assertThat(thing.body().path("tenant").asText()).isEqualTo(named.toString());
  }

  @Test
  void refusesASubjectThatCannotBeWrittenDown() {
    accepts("the longest subject", PROVIDER.token("x".repeat(255), ADMIN));
    for (var subject : new String[] {"", " ", "a\u0000b", "a\nb", "x".repeat(256)}) {
      refuses("a subject of " + subject.length(), PROVIDER.token(subject, ADMIN));
    }
  }

  @Test
  void takesOfOurOwnTokensOnlyThoseOfServices() {
    refuses("a user's of ours", IDENTITY.token(TENANT, Roles.TENANT_ADMIN));
    refuses("a platform admin's of ours", IDENTITY.token(null, Roles.PLATFORM_ADMIN));
    refuses("a user's with more", IDENTITY.token(TENANT, Roles.SERVICE, Roles.TENANT_ADMIN));
    var path = "/api/v1/things/" + UUID.randomUUID();
    service.http(IDENTITY.serviceToken()).forTenant(TENANT).get(path).expect(200);
  }

  @Test
  void readsNestedClaimsAndTheProvidersOwnNamesOfRoles() {
    var further =
        Map.of(
            "SENSORMINE_OIDC_TENANT_CLAIM", "https://example.com/org",
            "SENSORMINE_OIDC_ROLES_CLAIM", "realm_access.roles",
            "SENSORMINE_OIDC_ROLE_NAMES", "iot-admin=TENANT_ADMIN,iot-ops=PLATFORM_ADMIN");
    try (var other = start(further)) {
      other.http(token(keycloak("iot-admin"))).get(PATH).expect(404);
      other.http(token(keycloak("iot-ops"))).get("/api/v1/platform").expect(200);
      // called like ours, and not mapped
      other.http(token(keycloak("PLATFORM_ADMIN"))).get("/api/v1/platform").expect(403);
      other.http(token(ADMIN)).get(PATH).expect(403);
    }
  }

  @Test
  void findsTheKeysByTheDiscoveryDocument() {
    try (var other = start(Map.of("SENSORMINE_OIDC_JWKS_URL", ""))) {
      other.http(token(ADMIN)).get(PATH).expect(404);
    }
  }

  @Test
  void goesOnWhileTheProviderIsAway() {
    try (var provider = Provider.start()) {
      var environment = new HashMap<>(IDENTITY.environment());
      environment.putAll(provider.environment());
      try (var other = RunningService.start("probe", environment)) {
        var http = other.http(provider.token("x", ADMIN));
        http.get(PATH).expect(404);
        provider.goAway();
        http.get(PATH).expect(404);
      }
      // what never had the keys says so
      try (var other = RunningService.start("probe", environment)) {
        var http = other.http(provider.token("x", ADMIN));
        Deadline.within(Duration.ofSeconds(30), "503", () -> http.get(PATH).status() == 503);
        assertThat(http.get(PATH).problem()).isEqualTo("dependency-unavailable");
        // and goes on for everyone else
        other.http(IDENTITY.serviceToken()).get("/api/v1/platform").expect(403);
      }
    }
  }

  private static RunningService start(Map<String, String> further) {
    var environment = new HashMap<>(IDENTITY.environment());
    environment.putAll(PROVIDER.environment());
    environment.putAll(further);
    return RunningService.start("probe", environment);
  }

  private static void accepts(String what, Map<String, Object> claims) {
    accepts(what, token(claims));
  }

  private static void accepts(String what, String token) {
    assertThat(service.http(token).get(PATH).status()).as(what).isEqualTo(404);
  }

  private static void refuses(String what, String token) {
    var answer = service.http(token).get(PATH);
    assertThat(answer.status()).as(what).isEqualTo(401);
    assertThat(answer.problem()).as(what).isEqualTo("unauthenticated");
  }

  private static String token(Map<String, Object> claims) {
    return PROVIDER.token("someone", claims);
  }

  private static Map<String, Object> with(String claim, Object value) {
    var claims = new HashMap<>(ADMIN);
    claims.put(claim, value);
    return claims;
  }

  private static Map<String, Object> keycloak(String role) {
    return Map.of(
        "https://example.com/org",
        TENANT.toString(),
        "realm_access",
        Map.of("roles", List.of("offline_access", role)));
  }

  private static JWTClaimsSet ownClaims() {
    return new JWTClaimsSet.Builder()
        .issuer(PROVIDER.issuer())
        .audience(Provider.AUDIENCE)
        .subject("someone")
        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
        .claim("tenant_id", TENANT.toString())
        .claim("roles", List.of("TENANT_ADMIN"))
        .build();
  }

  private static String signed(RSAKey key, JWSAlgorithm algorithm, String type, JWTClaimsSet claims)
      throws JOSEException {
    return sign(new RSASSASigner(key), key.getKeyID(), algorithm, type, claims);
  }

  private static String hmac(String kid, byte[] secret) throws JOSEException {
    return sign(new MACSigner(secret), kid, JWSAlgorithm.HS256, "JWT", ownClaims());
  }

  private static String sign(
      JWSSigner signer, String kid, JWSAlgorithm algorithm, String type, JWTClaimsSet claims)
      throws JOSEException {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).keyID(kid).type(new JOSEObjectType(type)).build(),
            claims);
    token.sign(signer);
    return token.serialize();
  }
}
