package io.sensormine.identity.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Provider;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** identity-api where people sign in at an OpenID Connect provider. */
class ProviderIT {
  private static final String OPS = "ops|7";
  private static final String ADMIN = "CN=Ada Lovelace,OU=Plant 4";

  private static Provider provider;
  private static IdentityUnderTest identity;
  private static UUID tenant;

  @BeforeAll
  static void start() {
    provider = Provider.start();
    identity = IdentityUnderTest.start(provider.environment());
    tenant =
        platform().post("/api/v1/tenants", "{'slug': 'acme', 'name': 'Acme'}").expect(201).id();
  }

  @AfterAll
  static void stop() {
    identity.close();
    provider.close();
  }

  @Test
  void tellsWhoSignedInElsewhereWhoTheyAre() {
    var me = admin().get("/api/v1/me").expect(200).body();
    assertThat(me.path("id").asText()).isEqualTo(ADMIN);
    assertThat(me.path("email").asText()).isEqualTo("ada@example.com");
    assertThat(me.path("displayName").asText()).isEqualTo("Ada Lovelace");
    assertThat(me.path("tenantId").asText()).isEqualTo(tenant.toString());
    assertThat(me.path("roles").toString()).isEqualTo("[\"TENANT_ADMIN\"]");

    var ops = platform().get("/api/v1/me").expect(200).body();
    assertThat(ops.path("id").asText()).isEqualTo(OPS);
    assertThat(ops.path("email").isNull()).isTrue();
    assertThat(ops.path("displayName").asText()).isEqualTo(OPS);
    assertThat(ops.path("tenantId").isNull()).isTrue();
    assertThat(ops.path("roles").toString()).isEqualTo("[\"PLATFORM_ADMIN\"]");

    // of a user's id by another issuer nothing is looked up
    var stranger = identity.service().http(provider.token(UUID.randomUUID().toString(), claims()));
    stranger.get("/api/v1/me").expect(200);
  }

  @Test
  void refusesWhatIsAboutPasswords() {
    var login = identity.login(null, IdentityUnderTest.ADMIN_EMAIL, "a password of whatever kind");
    elsewhere(login);
    assertThat(login.body().path("issuer").asText()).isEqualTo(provider.issuer());
    elsewhere(identity.anonymous().post("/api/v1/auth/refresh", "{'refreshToken': 'smr_x'}"));
    elsewhere(
        admin()
            .post(
                "/api/v1/users",
                "{'email': 'a@example.com', 'displayName': 'A', 'password': 'quite a long one',"
                    + " 'roles': ['ANALYST']}"));
    elsewhere(
        admin()
            .patch("/api/v1/users/" + UUID.randomUUID(), "{'password': 'quite a long password'}"));
    admin().get("/api/v1/users").expect(200);
    elsewhere(
        platform()
            .post(
                "/api/v1/platform-admins",
                "{'email': 'a@example.com', 'displayName': 'A', 'password': 'quite a long one'}"));
    elsewhere(
        platform()
            .patch(
                "/api/v1/platform-admins/" + UUID.randomUUID(),
                "{'password': 'quite a long password'}"));
    var admins = platform().get("/api/v1/platform-admins").expect(200).body().path("items");
    assertThat(admins).isEmpty();
  }

  @Test
  void makesNoPlatformAdminWithAPassword() throws Exception {
    try (var connection = identity.database().adminConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM identity.users")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void keepsApiTokensAndServicesAndNamesWhoMadeWhat() {
    var made =
        admin().post("/api/v1/api-tokens", "{'name': 'x', 'roles': ['TENANT_ADMIN']}").expect(201);
    var events =
        identity
            .service()
            .http(made.body().path("secret").asText())
            .get("/api/v1/security-events")
            .expect(200)
            .body()
            .path("items");
    assertThat(events.get(0).path("type").asText()).isEqualTo("API_TOKEN_CREATED");
    assertThat(events.get(0).path("actor").asText()).isEqualTo(ADMIN);
    identity.asService().get("/api/v1/internal/tenants/suspended").expect(200);
    // nobody but a service is let in by our own key
    var ours =
        new JWTClaimsSet.Builder()
            .issuer("sensormine")
            .audience("sensormine")
            .subject(UUID.randomUUID().toString())
            .claim("email", "someone@example.com")
            .claim("roles", List.of("PLATFORM_ADMIN"))
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    identity.service().http(identity.signed(ours)).get("/api/v1/tenants").expect(401);
  }

  @Test
  void neverTakesAnyoneForAService() {
    var claims =
        Map.<String, Object>of("roles", List.of("SERVICE"), "tenant_id", tenant.toString());
    var http = identity.service().http(provider.token("device-api", claims));
    http.get("/api/v1/internal/tenants/suspended").expect(403);
    assertThat(http.get("/api/v1/me").expect(200).body().path("roles")).isEmpty();
    identity
        .service()
        .http(provider.tokenOfAnotherRealm(OPS, Map.of("roles", List.of("PLATFORM_ADMIN"))))
        .get("/api/v1/tenants")
        .expect(401);
  }

  @Test
  void refusesATenantThatDoesNotExist() {
    var claims =
        Map.<String, Object>of(
            "roles", List.of("TENANT_ADMIN"), "tenant_id", UUID.randomUUID().toString());
    var http = identity.service().http(provider.token(ADMIN, claims));
    var refused = http.get("/api/v1/api-tokens").expect(401);
    assertThat(refused.problem()).isEqualTo("unauthenticated");
    assertThat(refused.body().path("detail").asText()).contains("no tenant");
    http.get("/api/v1/me").expect(401);
  }

  private static void elsewhere(Http.Answer answer) {
    assertThat(answer.expect(403).problem()).isEqualTo("sign-in-at-provider");
  }

  private static Http platform() {
    return identity.service().http(provider.token(OPS, Map.of("roles", List.of("PLATFORM_ADMIN"))));
  }

  private static Http admin() {
    return identity.service().http(provider.token(ADMIN, claims()));
  }

  private static Map<String, Object> claims() {
    return Map.of(
        "tenant_id",
        tenant.toString(),
        "roles",
        List.of("TENANT_ADMIN"),
        "email",
        "ada@example.com",
        "name",
        "Ada Lovelace");
  }
}
