package io.sensormine.identity;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static io.sensormine.identity.testing.IdentityUnderTest.KEY;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsIT {
  @Test
  void keepsEverySecretOutOfTheLogAndTheDatabase() throws Exception {
    var secrets = new ArrayList<>(List.of(ADMIN_PASSWORD, PASSWORD, KEY, "device-client-secret"));
    var log = new ByteArrayOutputStream();
    var stdout = System.out;
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (var identity = IdentityUnderTest.start(Map.of())) {
      secrets.addAll(use(identity));
      identity.sql("CREATE TABLE identity.everything (line text)");
      for (var table :
          new String[] {
            "tenants", "users", "refresh_tokens", "api_tokens", "signing_keys", "security_events"
          }) {
        identity.sql(
            "INSERT INTO identity.everything SELECT t::text FROM identity." + table + " t");
      }
      try (var connection = identity.database().adminConnection();
          var rows =
              connection
                  .createStatement()
                  .executeQuery("SELECT string_agg(line, ' ') FROM identity.everything")) {
        rows.next();
        assertThat(rows.getString(1)).doesNotContain(secrets);
      }
    } finally {
      System.setOut(stdout);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("Made the first platform admin")
        .doesNotContain(secrets);
  }

  private static List<String> use(IdentityUnderTest identity) {
    var tenant = identity.tenant();
    var session = identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(200).body();
    identity.login(tenant.slug(), tenant.email(), "a mistyped secret").expect(401);
    identity.login("nowhere", "a mistyped secret", "a mistyped secret").expect(401);
    var body = "{'refreshToken': '%s'}".formatted(session.path("refreshToken").asText());
    var next = identity.anonymous().post("/api/v1/auth/refresh", body).expect(200).body();
    identity.anonymous().post("/api/v1/auth/refresh", body).expect(401);
    var token =
        tenant
            .http()
            .post("/api/v1/api-tokens", "{'name': 'x', 'roles': ['TENANT_ADMIN']}")
            .expect(201)
            .body()
            .path("secret")
            .asText();
    identity.service().http(token).get("/api/v1/users").expect(200);
    identity.service().http(token + "x").get("/api/v1/users").expect(401);
    identity.asService().get("/api/v1/internal/tenants/suspended").expect(200);
    return List.of(
        "a mistyped secret",
        token,
        session.path("refreshToken").asText(),
        session.path("accessToken").asText(),
        next.path("refreshToken").asText());
  }
}
