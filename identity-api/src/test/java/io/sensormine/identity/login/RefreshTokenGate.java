package io.sensormine.identity.login;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Holds whoever is about to write a refresh token, by a trigger, for as long as it is shut: what
 * else happens at that moment happens in an order that the test chooses.
 */
final class RefreshTokenGate implements AutoCloseable {
  private final Connection connection;

  RefreshTokenGate(IdentityUnderTest identity) throws SQLException {
    identity.sql(
        """
        CREATE FUNCTION public.pass_the_gate() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock_shared(17); RETURN NULL; END';
        CREATE TRIGGER gate BEFORE INSERT ON identity.refresh_tokens
          FOR EACH STATEMENT EXECUTE FUNCTION public.pass_the_gate();
        """);
    connection = identity.database().adminConnection();
  }

  void shut() throws SQLException {
    connection.createStatement().execute("SELECT pg_advisory_lock(17)");
  }

  void open() throws SQLException {
    connection.createStatement().execute("SELECT pg_advisory_unlock(17)");
  }

  /** Waits until so many requests wait for a lock in the database. */
  void awaitHeld(int count) {
    Deadline.within(Duration.ofSeconds(20), count + " requests wait", () -> held() >= count);
  }

  private int held() {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """)) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
