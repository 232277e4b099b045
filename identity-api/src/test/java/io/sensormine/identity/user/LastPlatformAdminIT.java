package io.sensormine.identity.user;

import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.Http;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Platform admins who delete each other at the same moment. A trigger holds whoever is about to
 * delete a user for as long as the test holds an advisory lock.
 */
class LastPlatformAdminIT {
  private static final String PATH = "/api/v1/platform-admins";
  private static final String ME = "/api/v1/me";

  private IdentityUnderTest identity;
  private Connection gate;

  @BeforeEach
  void holdWhoDeletesAUser() throws SQLException {
    identity = IdentityUnderTest.start(Map.of());
    identity.sql(
        """
        CREATE FUNCTION public.pass_the_gate() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock_shared(18); RETURN NULL; END';
        CREATE TRIGGER gate BEFORE DELETE ON identity.users
          FOR EACH STATEMENT EXECUTE FUNCTION public.pass_the_gate();
        """);
    gate = identity.database().adminConnection();
  }

  @AfterEach
  void close() throws SQLException {
    gate.close();
    identity.close();
  }

  @Test
  void leavesOneOfTwoWhoDeleteEachOther() throws Exception {
    var first = identity.platform();
    var made =
        first
            .post(
                PATH,
                "{'email': 'second@example.com', 'displayName': 'Second', 'password': '%s'}"
                    .formatted(PASSWORD))
            .expect(201);
    var second =
        identity
            .service()
            .http(
                IdentityUnderTest.accessToken(
                    identity.login(null, "second@example.com", PASSWORD)));
    var firstId = first.get(ME).expect(200).id();

    gate.createStatement().execute("SELECT pg_advisory_lock(18)");
    var oneDeletion = deletion(first, PATH + "/" + made.id());
    awaitHeld(1);
    var otherDeletion = deletion(second, PATH + "/" + firstId);
    awaitHeld(2);
    gate.createStatement().execute("SELECT pg_advisory_unlock(18)");

    assertThat(List.of(status(oneDeletion), status(otherDeletion))).containsExactly(204, 409);
    first.get(ME).expect(200);
    second.get(ME).expect(401);
    assertThat(first.get(PATH).expect(200).body().path("items")).hasSize(1);
  }

  private static CompletableFuture<Http.Answer> deletion(Http by, String path) {
    return CompletableFuture.supplyAsync(() -> by.delete(path));
  }

  private static int status(CompletableFuture<Http.Answer> request) throws Exception {
    return request.get(20, TimeUnit.SECONDS).status();
  }

  /** Waits until so many requests wait for a lock in the database. */
  private void awaitHeld(int count) throws SQLException {
    var deadline = Instant.now().plusSeconds(20);
    while (held() < count) {
      assertThat(Instant.now()).as("%d requests wait", count).isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private int held() throws SQLException {
    try (var statement = gate.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
