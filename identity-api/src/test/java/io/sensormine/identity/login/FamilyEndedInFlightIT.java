package io.sensormine.identity.login;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.Http.Answer;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a logout and a replay end, also while the last token of the family is being traded. */
class FamilyEndedInFlightIT {
  private IdentityUnderTest identity;
  private RefreshTokenGate gate;

  @BeforeEach
  void start() throws SQLException {
    identity = IdentityUnderTest.start(Map.of());
    gate = new RefreshTokenGate(identity);
  }

  @AfterEach
  void close() throws SQLException {
    gate.close();
    identity.close();
  }

  @Test
  void aLogoutEndsWhatTheTokenIsBeingTradedFor() throws Exception {
    var session = token(login());
    endsWhatIsTraded("logout", session, session, 204);
  }

  @Test
  void aPlatformAdminsLogoutDoesSoToo() throws Exception {
    var session = token(identity.login(null, ADMIN_EMAIL, ADMIN_PASSWORD));
    endsWhatIsTraded("logout", session, session, 204);
  }

  @Test
  void aReplayEndsWhatTheLastOfItsFamilyIsBeingTradedFor() throws Exception {
    var stolen = token(login());
    var last = token(send("refresh", stolen));
    endsWhatIsTraded("refresh", stolen, last, 401);
  }

  private void endsWhatIsTraded(String act, String by, String traded, int expected)
      throws Exception {
    gate.shut();
    var trade = CompletableFuture.supplyAsync(() -> send("refresh", traded));
    gate.awaitHeld(1);
    var end = CompletableFuture.supplyAsync(() -> send(act, by));
    gate.awaitHeld(2);
    gate.open();
    var successor = token(trade.get(20, TimeUnit.SECONDS));
    end.get(20, TimeUnit.SECONDS).expect(expected);
    send("refresh", successor).expect(401);
  }

  private Answer login() {
    var tenant = identity.tenant();
    return identity.login(tenant.slug(), tenant.email(), PASSWORD);
  }

  private Answer send(String act, String token) {
    return identity
        .anonymous()
        .post("/api/v1/auth/" + act, "{\"refreshToken\": \"%s\"}".formatted(token));
  }

  private static String token(Answer answer) {
    return answer.expect(200).body().path("refreshToken").asText();
  }
}
