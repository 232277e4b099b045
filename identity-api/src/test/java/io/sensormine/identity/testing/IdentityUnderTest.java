package io.sensormine.identity.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sensormine.identity.key.SigningKeys;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An identity-api with a database of its own, a platform admin, and cheap password hashes. */
public final class IdentityUnderTest implements AutoCloseable {
  public static final String ADMIN_EMAIL = "root@example.com";
  public static final String ADMIN_PASSWORD = "a platform admin's password";
  public static final String PASSWORD = "quite a long password";
  public static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final TestDatabase database;
  private final RunningService service;

  private IdentityUnderTest(TestDatabase database, RunningService service) {
    this.database = database;
    this.service = service;
  }

  /** One for all tests that leave the settings alone; each makes tenants of its own. */
  public static IdentityUnderTest shared() {
    return Shared.ONE;
  }

  public static IdentityUnderTest start(Map<String, String> further) {
    var database = TestDatabases.config();
    return new IdentityUnderTest(database, start(database, further));
  }

  /** A further instance on a database. */
  public static RunningService start(TestDatabase database, Map<String, String> further) {
    return RunningService.start("identity-api", environment(database, further));
  }

  /** What identity-api is started with. */
  public static Map<String, String> environment(
      TestDatabase database, Map<String, String> further) {
    var environment = new HashMap<>(database.environment());
    environment.put("SENSORMINE_KEY_ENCRYPTION_KEY", KEY);
    environment.put("SENSORMINE_BOOTSTRAP_EMAIL", ADMIN_EMAIL);
    environment.put("SENSORMINE_BOOTSTRAP_PASSWORD", ADMIN_PASSWORD);
    environment.put("SENSORMINE_REGISTRY_CLIENT_SECRET", "registry-client-secret");
    environment.put("SENSORMINE_DEVICE_CLIENT_SECRET", "device-client-secret");
    environment.put("SENSORMINE_INGESTION_CLIENT_SECRET", "ingestion-client-secret");
    environment.put("SENSORMINE_QUERY_CLIENT_SECRET", "query-client-secret");
    environment.put("SENSORMINE_IDENTITY_PASSWORDS_MEMORY_KIB", "64");
    environment.put("SENSORMINE_IDENTITY_PASSWORDS_ITERATIONS", "1");
    environment.putAll(further);
    return environment;
  }

  public RunningService service() {
    return service;
  }

  public TestDatabase database() {
    return database;
  }

  public Http anonymous() {
    return service.anonymous();
  }

  /** The platform admin, signed in. */
  public Http platform() {
    return service.http(accessToken(login(null, ADMIN_EMAIL, ADMIN_PASSWORD)));
  }

  /** Another service, by its own token. */
  public Http asService() {
    var token =
        anonymous()
            .post(
                "/api/v1/internal/service-tokens",
                "{'clientId': 'device-api', 'clientSecret': 'device-client-secret'}")
            .expect(200);
    return service.http(accessToken(token));
  }

  public Http.Answer login(@Nullable String slug, String email, String password) {
    var tenant = slug == null ? "" : ", \"tenant\": \"" + slug + "\"";
    return anonymous()
        .post(
            "/api/v1/auth/login",
            "{\"email\": \"%s\", \"password\": \"%s\"%s}".formatted(email, password, tenant));
  }

  public static String accessToken(Http.Answer answer) {
    return answer.expect(200).body().path("accessToken").asText();
  }

  /** A new tenant with one admin, who is signed in. */
  public Tenant tenant() {
    var slug = "tenant-" + COUNT.incrementAndGet();
    var platform = platform();
    var id =
        platform
            .post("/api/v1/tenants", "{'slug': '%s', 'name': 'A tenant'}".formatted(slug))
            .expect(201)
            .id();
    return user(platform.forTenant(id), id, slug, "admin@example.com", "TENANT_ADMIN");
  }

  /** A further user of a tenant, signed in. */
  public Tenant user(Tenant tenant, String email, String role) {
    return user(tenant.http(), tenant.id(), tenant.slug(), email, role);
  }

  private Tenant user(Http by, UUID tenantId, String slug, String email, String role) {
    var userId =
        by.post(
                "/api/v1/users",
                """
                {"email": "%s", "displayName": "Someone", "password": "%s", "roles": ["%s"]}
                """
                    .formatted(email, PASSWORD, role))
            .expect(201)
            .id();
    var http = service.http(accessToken(login(slug, email, PASSWORD)));
    return new Tenant(tenantId, slug, userId, email, http);
  }

  /** Signs claims as the service does, with its own key. */
  public String signed(JWTClaimsSet claims) {
    return signed(claims, service.bean(SigningKeys.class).signing());
  }

  /** Signs claims with any key. */
  public static String signed(JWTClaimsSet claims, ECKey key) {
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a statement as a superuser. */
  public void sql(String statement, Object... values) throws SQLException {
    try (var connection = database.adminConnection();
        var prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      prepared.execute();
    }
  }

  @Override
  public void close() {
    service.close();
    database.close();
  }

  /**
   * A tenant and one of its users.
   *
   * @param http a client with the user's access token
   */
  public record Tenant(UUID id, String slug, UUID userId, String email, Http http) {}

  private static final class Shared {
    private static final IdentityUnderTest ONE = start(Map.of());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(ONE.service::close));
    }
  }
}
