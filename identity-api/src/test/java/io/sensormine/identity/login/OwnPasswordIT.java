package io.sensormine.identity.login;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnPasswordIT {
  private static final String PATH = "/api/v1/me/password";
  private static final String NEW = "quite another password 17";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  private static String body(String present, String next) {
    return "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}".formatted(present, next);
  }

  @Test
  void changesTheCallersPasswordAndEndsEverySession() {
    var admin = identity.tenant();
    var user = identity.user(admin, "own@example.com", "ANALYST");
    var session = identity.login(admin.slug(), user.email(), PASSWORD).expect(200).body();
    user.http().post(PATH, body(PASSWORD, NEW)).expect(204);
    user.http().get("/api/v1/me").expect(401);
    identity
        .anonymous()
        .post(
            "/api/v1/auth/refresh",
            "{\"refreshToken\": \"%s\"}".formatted(session.path("refreshToken").asText()))
        .expect(401);
    identity.login(admin.slug(), user.email(), PASSWORD).expect(401);
    identity.login(admin.slug(), user.email(), NEW).expect(200);
    assertThat(admin.http().get("/api/v1/security-events").expect(200).text())
        .contains("PASSWORD_CHANGED");
  }

  @Test
  void refusesAWrongPresentPasswordAndAnUnfitNewOne() {
    var user = identity.tenant();
    var wrong = user.http().post(PATH, body("something else entirely", NEW)).expect(422);
    assertThat(wrong.body().at("/errors/0/path").asText()).isEqualTo("/currentPassword");
    var unfit = user.http().post(PATH, body(PASSWORD, "short")).expect(422);
    assertThat(unfit.body().at("/errors/0/path").asText()).isEqualTo("/newPassword");
    for (var called : List.of(user.slug() + " 2026!", user.email() + "1", "Someone 2026")) {
      var own = user.http().post(PATH, body(PASSWORD, called)).expect(422);
      assertThat(own.body().at("/errors/0/message").asText()).contains("your own name");
    }
    user.http().get("/api/v1/me").expect(200);
    identity.login(user.slug(), user.email(), PASSWORD).expect(200);
  }

  @Test
  void countsGuessesAsFailedLogins() {
    var user = identity.tenant();
    for (int guess = 0; guess < 10; guess++) {
      user.http().post(PATH, body("guess number " + guess, NEW)).expect(422);
    }
    user.http().post(PATH, body(PASSWORD, NEW)).expect(422);
    identity.login(user.slug(), user.email(), PASSWORD).expect(401);
  }

  @Test
  void takesNoApiTokenAndNoService() {
    var admin = identity.tenant();
    var token =
        admin
            .http()
            .post("/api/v1/api-tokens", "{'name': 'x', 'roles': ['TENANT_ADMIN']}")
            .expect(201)
            .body()
            .path("secret")
            .asText();
    identity.service().http(token).post(PATH, body(PASSWORD, NEW)).expect(403);
    identity.asService().post(PATH, body(PASSWORD, NEW)).expect(403);
    identity.anonymous().post(PATH, body(PASSWORD, NEW)).expect(401);
  }

  @Test
  void changesAPlatformAdminsToo() {
    try (var own = IdentityUnderTest.start(Map.of())) {
      var root = own.platform();
      root.post(PATH, body("not the password at all", NEW)).expect(422);
      root.post(PATH, body(ADMIN_PASSWORD, NEW)).expect(204);
      root.get("/api/v1/me").expect(401);
      own.login(null, ADMIN_EMAIL, ADMIN_PASSWORD).expect(401);
      own.login(null, ADMIN_EMAIL, NEW).expect(200);
    }
  }
}
