package io.sensormine.query.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.testing.QueryService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slow queries are those that wait for a lock that the test holds on the table of messages. */
class BudgetIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID OTHER_TENANT = UUID.randomUUID();
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String EVENTS = "/api/v1/query/events";

  private static QueryService service;
  private static QueryBudget budget;
  private static String path;

  @BeforeAll
  static void start() {
    service =
        QueryService.start(
            Map.of(
                "SENSORMINE_QUERY_BUDGET_MAX_RUNNING", "3",
                "SENSORMINE_QUERY_BUDGET_MAX_RUNNING_PER_TENANT", "2",
                "SENSORMINE_QUERY_BUDGET_MAX_WAITING_PER_TENANT", "2",
                "SENSORMINE_QUERY_BUDGET_MAX_WAIT", "60s",
                "SENSORMINE_QUERY_LIMITS_STATEMENT_TIMEOUT", "60s"));
    budget = service.running().bean(QueryBudget.class);
    var device = service.devices().add(TENANT, "a", UUID.randomUUID(), List.of());
    path = "/api/v1/query/raw?from=2024-05-05T00:00:00Z&to=2024-05-06T00:00:00Z&deviceId=" + device;
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** Keeps every query of messages from going on until it is closed. */
  private static Connection lock() throws SQLException {
    var connection = service.database().connect(DatabaseRole.TELEMETRY_OWNER);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("LOCK TABLE telemetry.telemetry IN ACCESS EXCLUSIVE MODE");
    }
    return connection;
  }

  private static CompletableFuture<Http.Answer> ask() {
    var analyst = service.analyst(TENANT);
    return CompletableFuture.supplyAsync(
        () -> analyst.get(path), task -> Thread.ofVirtual().start(task));
  }

  /** Asks the same, and may hang up. */
  private static Socket ring() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), service.running().port());
    var request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(path, service.token(TENANT, Roles.ANALYST));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** The reader's own statements that the database is at. */
  private static int active() {
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_READER);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE state = 'active' AND datname = current_database()
                  AND pid <> pg_backend_pid() AND query LIKE '%query.telemetry%'
                """)) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(int running, int waiting) {
    Deadline.within(
        DEADLINE,
        "%d running, %d waiting".formatted(running, waiting),
        () -> budget.running() == running && budget.waiting() == waiting);
  }

  @Test
  void endsTheQueryOfAClientThatHasGone() throws Exception {
    try (var _ = lock()) {
      // more often than there are places: each is given back
      for (int again = 0; again < 4; again++) {
        try (var _ = ring()) {
          Deadline.within(DEADLINE, "it runs", () -> active() == 1);
        }
        Deadline.within(DEADLINE, "it has ended", () -> active() == 0);
        await(0, 0);
      }
    }
    service.analyst(TENANT).get(path).expect(200);
  }

  @Test
  void takesAClientThatHasGoneOutOfTheQueue() throws Exception {
    try (var lock = lock()) {
      var first = ask();
      var second = ask();
      await(2, 0);
      try (var _ = ring()) {
        await(2, 1);
      }
      await(2, 0);
      lock.rollback();
      first.join().expect(200);
      second.join().expect(200);
    }
  }

  @Test
  void aTenantsManySlowQueriesDoNotDelayAnothers() throws Exception {
    try (var lock = lock()) {
      var slow = new ArrayList<CompletableFuture<Http.Answer>>();
      for (int at = 0; at < 4; at++) {
        slow.add(ask());
      }
      await(2, 2);
      var refused = service.analyst(TENANT).get(path).expect(429);
      assertThat(refused.problem()).isEqualTo("too-many-requests");
      assertThat(refused.header("Retry-After")).isNotEmpty();
      // whoever it asks: the place at the database is what there is none of
      assertThat(service.analyst(TENANT).get(EVENTS).expect(429).problem())
          .isEqualTo("too-many-requests");
      service.analyst(OTHER_TENANT).get(EVENTS).expect(200);
      assertThat(slow).noneMatch(CompletableFuture::isDone);
      assertThat(service.anonymous().get("/prometheus").expect(200).text())
          .contains("sensormine_query_running 2.0")
          .contains("sensormine_query_waiting 2.0");
      lock.rollback();
      for (var query : slow) {
        query.join().expect(200);
      }
    }
    await(0, 0);
  }
}
