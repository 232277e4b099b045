package io.sensormine.query.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.tenant.TenantContext;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.format.ColumnType;
import io.sensormine.query.testing.Explained;
import io.sensormine.query.testing.QueryService;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How whole ranges are sent: as fast as they are taken, by connections that come back. */
class RawStreamIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID OTHER_TENANT = UUID.randomUUID();
  private static final UUID THIRD_TENANT = UUID.randomUUID();
  private static final int MESSAGES = 60_000;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CSV = "text/csv";

  private static QueryService service;
  private static Http analyst;
  private static String path;
  private static UUID many;

  @BeforeAll
  static void start() {
    service =
        QueryService.start(
            Map.of(
                "SENSORMINE_QUERY_EXPORT_MAX_CONCURRENT", "2",
                "SENSORMINE_QUERY_EXPORT_MAX_CONCURRENT_PER_TENANT", "1",
                "SENSORMINE_QUERY_EXPORT_MAX_COLUMNS", "50",
                "SENSORMINE_QUERY_EXPORT_PATIENCE", "1h"));
    analyst = service.analyst(TENANT);
    path = path(device(service, TENANT));
    many = service.devices().add(TENANT, "b", UUID.randomUUID(), List.of());
    for (int at = 0; at < 51; at++) {
      service.store(
          TENANT, many, "2024-05-05T00:00:%02dZ".formatted(at), "{\"f%d\": 1}".formatted(at));
    }
  }

  private static String path(UUID device) {
    return "/api/v1/query/raw?from=2024-05-05T00:00:00Z&to=2024-05-07T00:00:00Z&deviceId=" + device;
  }

  /** A device of more than the buffers of both ends of a connection hold. */
  private static UUID device(QueryService of, UUID tenant) {
    var device = of.devices().add(tenant, "a", UUID.randomUUID(), List.of());
    of.storeMany(
        tenant,
        device,
        Instant.parse("2024-05-05T00:00:00Z"),
        MESSAGES,
        "{\"n\": 1, \"text\": \"%s\"}".formatted("x".repeat(500)));
    return device;
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static InputStream open(String format) {
    return open(analyst.with("Accept", format), path);
  }

  /** A whole range of more than is sent unless it is read. */
  private static InputStream open(QueryService of, UUID tenant) {
    return open(of.analyst(tenant).with("Accept", CSV), path(device(of, tenant)));
  }

  private static InputStream open(Http client, String path) {
    var answer = client.open(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /** The database's processes that are in the middle of a whole range. */
  private static List<Integer> under() {
    return under(service);
  }

  private static List<Integer> under(QueryService of) {
    return processes(of, "true");
  }

  /** Those of them that wait for a lock of the test's. */
  private static List<Integer> held(QueryService of) {
    return processes(of, "wait_event = 'advisory'");
  }

  private static List<Integer> processes(QueryService of, String condition) {
    try (var connection = of.database().adminConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT array_agg(pid) FROM pg_stat_activity
                WHERE usename = 'telemetry_reader' AND xact_start IS NOT NULL
                  AND datname = current_database() AND %s
                """
                    .formatted(condition))) {
      rows.next();
      var pids = rows.getArray(1);
      return pids == null ? List.of() : List.of((Integer[]) pids.getArray());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitNone() {
    Deadline.within(SOON, "the connection given back", () -> under().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {CSV, "application/x-ndjson", "application/vnd.apache.arrow.stream"})
  void beginsBeforeAllIsReadAndStopsWhenItsClientHasGone(String format) throws IOException {
    try (var body = open(format)) {
      assertThat(body.read()).isNotNegative();
      // what is ahead of a reader who pauses is bounded: the rest waits in the database
      assertThat(under()).hasSize(1);
    }
    awaitNone();
    // its place is free again
    try (var body = open(format)) {
      assertThat(body.readAllBytes()).isNotEmpty();
    }
    awaitNone();
  }

  @Test
  void sendsAllToAReaderWhoTakesAll() {
    var text = analyst.with("Accept", CSV).get(path).expect(200).text();
    assertThat(text.lines().count()).isEqualTo(MESSAGES + 1);
    awaitNone();
  }

  @Test
  void cutsTheConnectionWhereItCannotGoOn() throws IOException, SQLException {
    try (var body = open(CSV)) {
      assertThat(body.read()).isNotNegative();
      try (var connection = service.database().adminConnection();
          var terminate = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
        terminate.setInt(1, under().getFirst());
        terminate.execute();
      }
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
    awaitNone();
  }

  @Test
  void givesUpAReaderWhoTakesNothing() throws IOException {
    try (var hurried = QueryService.start(Map.of("SENSORMINE_QUERY_EXPORT_PATIENCE", "1s"))) {
      try (var body = open(hurried, TENANT)) {
        assertThat(body.read()).isNotNegative();
        Deadline.within(SOON, "the connection given back", () -> under(hurried).isEmpty());
        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void endsALaterFetchOfAClientThatHasGone() throws IOException, SQLException {
    try (var slow = QueryService.start(Map.of("SENSORMINE_QUERY_LIMITS_STATEMENT_TIMEOUT", "1h"));
        var holding = slow.database().adminConnection();
        var statement = holding.createStatement()) {
      var device = slow.devices().add(TENANT, "c", UUID.randomUUID(), List.of());
      slow.storeMany(TENANT, device, Instant.parse("2024-05-05T00:00:00Z"), 4_000, "{\"n\": 1}");
      // the first fetch is of 100 messages: the second comes to the one that is held
      statement.execute(
          """
          CREATE FUNCTION query.held() RETURNS boolean LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN true; END';
          CREATE OR REPLACE VIEW query.telemetry_ascending WITH (security_barrier = true) AS
          SELECT tenant_id, device_id, time, schema_version_id, fields, received_at
          FROM telemetry.telemetry
          WHERE CASE WHEN time < '2024-05-05T00:10:00Z' THEN true ELSE query.held() END
          ORDER BY time;
          SELECT pg_advisory_lock(1)
          """);
      var ofSlow = slow.analyst(TENANT).with("Accept", CSV);
      try (var body = open(ofSlow, path(device) + "&fields=n")) {
        assertThat(body.read()).isNotNegative();
        Deadline.within(SOON, "a fetch that is held", () -> !held(slow).isEmpty());
      }
      Deadline.within(SOON, "the connection given back", () -> under(slow).isEmpty());
    }
  }

  @Test
  void refusesMoreAtATimeThanMayBe() throws IOException {
    try (var body = open(CSV);
        var ofOther = open(service, OTHER_TENANT)) {
      assertThat(body.read()).isNotNegative();
      assertThat(ofOther.read()).isNotNegative();
      // a tenant has no more places than its own, and leaves the others' to them
      var mine = analyst.with("Accept", CSV).get(path).expect(429);
      assertThat(mine.problem()).isEqualTo("too-many-requests");
      assertThat(mine.header("Retry-After")).isNotEmpty();
      var device = service.devices().add(THIRD_TENANT, "a", UUID.randomUUID(), List.of());
      var ofThird = service.analyst(THIRD_TENANT).with("Accept", CSV).get(path(device)).expect(503);
      assertThat(ofThird.problem()).isEqualTo("overloaded");
      assertThat(ofThird.header("Retry-After")).isNotEmpty();
      // a page is no whole range
      analyst.with("Accept", CSV).get(path + "&limit=1").expect(200);
    }
    awaitNone();
  }

  @Test
  void refusesMoreColumnsThanMayBeUnlessSomeAreNamed() {
    var client = analyst.with("Accept", CSV);
    var ofMany = path(many);
    assertThat(client.get(ofMany).expect(422).problem()).isEqualTo("over-budget");
    client.get(ofMany + "&fields=f1").expect(200);
    awaitNone();
  }

  @Test
  void looksForNoFieldsBesidesThoseAskedFor() throws SQLException {
    var device = service.devices().add(TENANT, "inventive", UUID.randomUUID(), List.of());
    for (int at = 0; at < 20; at++) {
      service.store(
          TENANT,
          device,
          "2024-05-05T00:00:%02dZ".formatted(at),
          "{\"n\": 1, \"of%d\": 1}".formatted(at));
    }
    var first = Instant.parse("2024-05-05T00:00:00Z");
    var range = new RawRange(device, List.of("n", "of3"), first, first.plusSeconds(60), true);
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_READER);
        var setting = connection.createStatement()) {
      setting.execute("SET sensormine.tenant_id = '%s'".formatted(TENANT));
      var explained = new Explained(connection);
      var columns = TenantContext.in(TENANT, () -> typed(explained.connection(), range));
      assertThat(columns.fields())
          .isEqualTo(Map.of("n", ColumnType.NUMBER, "of3", ColumnType.NUMBER));
      // the versions, that there are no more, and the types of the two
      assertThat(explained.plans()).hasSize(3);
      assertThat(explained.plans().getLast().path("Actual Rows").asInt()).isEqualTo(2);
    }
  }

  private static RawColumns typed(Connection connection, RawRange range) {
    try {
      return service.running().bean(FieldNames.class).typed(connection, range);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
