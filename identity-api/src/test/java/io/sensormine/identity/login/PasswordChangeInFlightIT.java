package io.sensormine.identity.login;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.Http.Answer;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change of a password ends, also when it is being made at that moment. */
class PasswordChangeInFlightIT {
  private static final String NEW = "quite another password 17";

  private IdentityUnderTest identity;
  private RefreshTokenGate gate;

  @BeforeEach
  void holdWhoWritesARefreshToken() throws SQLException {
    identity = IdentityUnderTest.start(Map.of());
    gate = new RefreshTokenGate(identity);
  }

  @AfterEach
  void close() throws SQLException {
    gate.close();
    identity.close();
  }

  @Test
  void failsALoginThatWasJudgedByAnEarlierPassword() throws Exception {
    var admin = identity.tenant();
    var user = identity.user(admin, "slow@example.com", "ANALYST");
    gate.shut();
    var login =
        CompletableFuture.supplyAsync(() -> identity.login(admin.slug(), user.email(), PASSWORD));
    gate.awaitHeld(1);
    admin
        .http()
        .patch("/api/v1/users/" + user.userId(), "{\"password\": \"%s\"}".formatted(NEW))
        .expect(200);
    gate.open();
    answer(login).expect(401);
    assertThat(admin.http().get("/api/v1/security-events").expect(200).text())
        .contains("LOGIN_FAILED");
    identity.login(admin.slug(), user.email(), NEW).expect(200);
  }

  @Test
  void failsALoginOfWhomWasDeletedMeanwhile() throws Exception {
    var admin = identity.tenant();
    var user = identity.user(admin, "gone@example.com", "ANALYST");
    gate.shut();
    var login =
        CompletableFuture.supplyAsync(() -> identity.login(admin.slug(), user.email(), PASSWORD));
    gate.awaitHeld(1);
    admin.http().delete("/api/v1/users/" + user.userId()).expect(204);
    gate.open();
    answer(login).expect(401);
  }

  @Test
  void failsAPlatformAdminsLoginThatWasJudgedByAnEarlierPassword() throws Exception {
    var root = identity.platform();
    gate.shut();
    var login =
        CompletableFuture.supplyAsync(() -> identity.login(null, ADMIN_EMAIL, ADMIN_PASSWORD));
    gate.awaitHeld(1);
    root.post("/api/v1/me/password", change(ADMIN_PASSWORD)).expect(204);
    gate.open();
    answer(login).expect(401);
  }

  @Test
  void endsASessionThatIsBeingRefreshed() throws Exception {
    var admin = identity.tenant();
    var user = identity.user(admin, "fresh@example.com", "ANALYST");
    endsWhatIsBeingRefreshed(
        identity.login(admin.slug(), user.email(), PASSWORD),
        () -> user.http().post("/api/v1/me/password", change(PASSWORD)));
  }

  @Test
  void endsAPlatformAdminsSessionThatIsBeingRefreshed() throws Exception {
    var root = identity.platform();
    endsWhatIsBeingRefreshed(
        identity.login(null, ADMIN_EMAIL, ADMIN_PASSWORD),
        () -> root.post("/api/v1/me/password", change(ADMIN_PASSWORD)));
  }

  private void endsWhatIsBeingRefreshed(Answer session, Supplier<Answer> change) throws Exception {
    gate.shut();
    var refresh = CompletableFuture.supplyAsync(() -> refresh(session));
    gate.awaitHeld(1);
    var changed = CompletableFuture.supplyAsync(change);
    gate.awaitHeld(2);
    gate.open();
    var successor = answer(refresh).expect(200);
    answer(changed).expect(204);
    refresh(successor).expect(401);
  }

  private Answer refresh(Answer session) {
    var token = session.expect(200).body().path("refreshToken").asText();
    return identity
        .anonymous()
        .post("/api/v1/auth/refresh", "{\"refreshToken\": \"%s\"}".formatted(token));
  }

  private static String change(String present) {
    return "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}".formatted(present, NEW);
  }

  private static Answer answer(CompletableFuture<Answer> request) throws Exception {
    return request.get(20, TimeUnit.SECONDS);
  }
}
