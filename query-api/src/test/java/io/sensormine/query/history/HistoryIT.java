package io.sensormine.query.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.testing.QueryService;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HistoryIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID OTHER_TENANT = UUID.randomUUID();
  private static final UUID TYPE = UUID.randomUUID();
  private static final UUID SHARED = UUID.randomUUID();
  private static final String EVENTS = "/api/v1/query/events";
  private static final String CHANGES = "/api/v1/query/status-history?deviceId=";

  private static final String FAR = "+999999999-01-01T00:00:00Z";
  private static final String NIL = new UUID(0, 0).toString();

  private static QueryService service;
  private static Http analyst;
  private static UUID first;
  private static UUID second;
  private static UUID foreign;

  @BeforeAll
  static void start() throws SQLException {
    service = QueryService.start();
    analyst = service.analyst(TENANT);
    first = service.devices().add(TENANT, "one", TYPE, List.of());
    second = service.devices().add(TENANT, "two", TYPE, List.of());
    foreign = service.devices().add(OTHER_TENANT, "one", TYPE, List.of());
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_OWNER)) {
      event(connection, TENANT, first, UUID.randomUUID(), 1, "door", "INFO", null);
      event(connection, TENANT, first, UUID.randomUUID(), 2, "door", "ERROR", "jammed");
      // ids are the devices' own: two may have the same, at the same time
      event(connection, TENANT, first, SHARED, 3, "door", "WARNING", null);
      event(connection, TENANT, second, SHARED, 3, "door", "CRITICAL", null);
      event(connection, TENANT, second, UUID.randomUUID(), 4, "boot", "INFO", null);
      event(connection, OTHER_TENANT, foreign, SHARED, 3, "door", "INFO", null);
      for (int at = 0; at < 5; at++) {
        change(connection, TENANT, first, at);
      }
      change(connection, OTHER_TENANT, foreign, 9);
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void event(
      Connection connection,
      UUID tenantId,
      UUID deviceId,
      UUID id,
      int minute,
      String type,
      String severity,
      @Nullable String message)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            INSERT INTO telemetry.events
              (tenant_id, device_id, id, time, type, severity, message, attributes, received_at)
            VALUES (?, ?, ?, ?::timestamptz, ?, ?, ?, '{"n": 1.5}', '2024-05-06T00:00:00Z')
            """)) {
      insert.setObject(1, tenantId);
      insert.setObject(2, deviceId);
      insert.setObject(3, id);
      insert.setString(4, "2024-05-05T10:%02d:00.000001Z".formatted(minute));
      insert.setString(5, type);
      insert.setString(6, severity);
      insert.setString(7, message);
      insert.execute();
    }
  }

  private static void change(Connection connection, UUID tenantId, UUID deviceId, int minute)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            INSERT INTO telemetry.device_status_history
              (tenant_id, device_id, time, status, reason, evidence)
            VALUES (?, ?, ?::timestamptz, ?, ?, '{"offlineAfter": "PT5M"}')
            """)) {
      insert.setObject(1, tenantId);
      insert.setObject(2, deviceId);
      insert.setString(3, "2024-05-05T10:%02d:00Z".formatted(minute));
      insert.setString(4, minute % 2 == 0 ? "ONLINE" : "OFFLINE");
      insert.setString(5, minute % 2 == 0 ? "HEARD" : "SILENT");
      insert.execute();
    }
  }

  private static String cursor(String... keys) {
    var page = new PageRequest(1, List.of()).page(List.of(""), true, any -> List.of(keys));
    return Objects.requireNonNull(page.nextCursor());
  }

  private static List<Integer> minutes(String query) {
    var minutes = new ArrayList<Integer>();
    analyst
        .get(query)
        .expect(200)
        .body()
        .path("items")
        .forEach(
            item -> minutes.add(Integer.valueOf(item.path("time").asText().substring(14, 16))));
    return minutes;
  }

  private static List<String> paged(String query, String... keys) {
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      var page = analyst.get(query + cursor).expect(200).body();
      assertThat(page.path("items")).hasSize(1);
      assertThat(seen).hasSizeLessThan(100);
      var item = page.at("/items/0");
      seen.add(String.join(" ", List.of(keys).stream().map(k -> item.path(k).asText()).toList()));
      cursor =
          page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asText();
    } while (!cursor.isEmpty());
    return seen;
  }

  @Test
  void tellsAnEventAsItIsStored() {
    var event = analyst.get(EVENTS + "?severity=ERROR").expect(200).body().at("/items/0");
    assertThat(event.path("time").asText()).isEqualTo("2024-05-05T10:02:00.000001Z");
    assertThat(event.path("deviceId").asText()).isEqualTo(first.toString());
    assertThat(event.path("type").asText()).isEqualTo("door");
    assertThat(event.path("severity").asText()).isEqualTo("ERROR");
    assertThat(event.path("message").asText()).isEqualTo("jammed");
    assertThat(event.path("attributes").toString()).isEqualTo("{\"n\":1.5}");
    assertThat(event.path("receivedAt").asText()).isEqualTo("2024-05-06T00:00:00Z");
    assertThat(UUID.fromString(event.path("id").asText())).isNotNull();
  }

  @Test
  void findsEventsByEachFilterAndAllTogether() {
    assertThat(minutes(EVENTS)).containsExactly(4, 3, 3, 2, 1);
    assertThat(minutes(EVENTS + "?order=asc")).containsExactly(1, 2, 3, 3, 4);
    assertThat(minutes(EVENTS + "?deviceId=" + first)).containsExactly(3, 2, 1);
    assertThat(minutes(EVENTS + "?externalId=two")).containsExactly(4, 3);
    assertThat(minutes(EVENTS + "?externalId=two&deviceId=" + second)).containsExactly(4, 3);
    assertThat(minutes(EVENTS + "?type=boot")).containsExactly(4);
    assertThat(minutes(EVENTS + "?type=Boot")).isEmpty();
    assertThat(minutes(EVENTS + "?severity=ERROR")).containsExactly(2);
    assertThat(minutes(EVENTS + "?severity=ERROR,CRITICAL")).containsExactly(3, 2);
    assertThat(minutes(EVENTS + "?from=2024-05-05T10:02:00Z&to=2024-05-05T10:03:00.000001Z"))
        .containsExactly(2);
    assertThat(minutes(EVENTS + "?from=2024-05-05T10:03:00.000001Z")).containsExactly(4, 3, 3);
    assertThat(
            minutes(
                EVENTS
                    + "?type=door&severity=CRITICAL,INFO&to=2024-05-05T10:04:00Z&deviceId="
                    + second))
        .containsExactly(3);
  }

  @Test
  void pagesThroughAllEventsOnceInEitherOrder() {
    for (var order : List.of("asc", "desc")) {
      var seen = paged(EVENTS + "?limit=1&order=" + order, "time", "id", "deviceId");
      assertThat(seen).hasSize(5).doesNotHaveDuplicates();
      assertThat(seen.getFirst()).contains(order.equals("asc") ? ":01:" : ":04:");
    }
    assertThat(paged(EVENTS + "?limit=1&severity=INFO,CRITICAL", "time", "id")).hasSize(3);
  }

  @Test
  void tellsWhenADeviceWasOnline() {
    assertThat(minutes(CHANGES + first)).containsExactly(4, 3, 2, 1, 0);
    assertThat(minutes(CHANGES + first + "&order=asc&from=2024-05-05T10:01:00Z"))
        .containsExactly(1, 2, 3, 4);
    assertThat(minutes(CHANGES + first + "&to=2024-05-05T10:02:00Z")).containsExactly(1, 0);
    assertThat(minutes(CHANGES + second)).isEmpty();
    for (var order : List.of("asc", "desc")) {
      assertThat(paged(CHANGES + first + "&limit=1&order=" + order, "time"))
          .hasSize(5)
          .doesNotHaveDuplicates();
    }
    var last = analyst.get(CHANGES + first + "&limit=1").expect(200).body().at("/items/0");
    assertThat(last.toString())
        .isEqualTo(
            "{\"time\":\"2024-05-05T10:04:00Z\",\"status\":\"ONLINE\",\"reason\":\"HEARD\","
                + "\"evidence\":{\"offlineAfter\":\"PT5M\"}}");
  }

  @Test
  void tellsATenantOnlyOfItsOwn() {
    var theirs = service.analyst(OTHER_TENANT).get(EVENTS).expect(200).body().path("items");
    assertThat(theirs).hasSize(1);
    assertThat(theirs.at("/0/deviceId").asText()).isEqualTo(foreign.toString());
    assertThat(service.analyst(UUID.randomUUID()).get(EVENTS).expect(200).body().path("items"))
        .isEmpty();
    for (var path : List.of(EVENTS + "?deviceId=" + foreign, CHANGES + foreign)) {
      assertThat(analyst.get(path).expect(422).problem()).isEqualTo("unknown-device");
    }
  }

  @Test
  void refusesWhatIsWrong() {
    for (var path : List.of(EVENTS + "?deviceId=" + first, CHANGES + first)) {
      analyst.get(path + "&limit=0").expect(400);
      analyst.get(path + "&limit=501").expect(400);
      analyst.get(path + "&colour=red").expect(400);
      for (var cursor : List.of("x", "MTp4", "MTp4MTp4MTp4", cursor(FAR), cursor(FAR, NIL, NIL))) {
        assertThat(analyst.get(path + "&cursor=" + cursor).expect(400).problem())
            .isEqualTo("invalid-cursor");
      }
      assertThat(analyst.get(path + "&order=up").expect(400).problem())
          .isEqualTo("invalid-parameter");
      analyst.get(path + "&from=yesterday").expect(422);
      analyst.get(path + "&to=" + FAR.replace("+", "%2B")).expect(422);
      analyst.get(path + "&from=2024-05-06T00:00:00Z&to=2024-05-05T00:00:00Z").expect(422);
      service.anonymous().get(path).expect(401);
    }
    for (var filter : List.of("severity=FATAL", "severity=error", "type=%00")) {
      assertThat(analyst.get(EVENTS + "?" + filter).expect(400).problem())
          .isEqualTo("invalid-parameter");
    }
    analyst.get(EVENTS + "?deviceId=17").expect(400);
    assertThat(analyst.get(EVENTS + "?externalId=three").expect(422).problem())
        .isEqualTo("unknown-device");
    assertThat(analyst.get(EVENTS + "?externalId=two&deviceId=" + first).expect(400).problem())
        .isEqualTo("invalid-parameter");
    analyst.get("/api/v1/query/status-history").expect(400);
  }

  @Test
  void readsAsMuchForAPageAsAPageTells() throws SQLException, JsonProcessingException {
    var crowd = UUID.randomUUID();
    var device = UUID.randomUUID();
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_OWNER);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO telemetry.events
            (tenant_id, device_id, id, time, type, severity, message, attributes, received_at)
          SELECT '%s', '%s', gen_random_uuid(), '2024-05-01Z'::timestamptz + at * interval '1 min',
            CASE at WHEN 7 THEN 'rare' ELSE 'common' END,
            CASE at WHEN 7 THEN 'CRITICAL' ELSE 'INFO' END, NULL, '{}', now()
          FROM generate_series(1, 40000) AS at
          """
              .formatted(crowd, device));
      statement.execute("ANALYZE telemetry.events");
    }
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_READER);
        var statement = connection.createStatement()) {
      statement.execute("SET sensormine.tenant_id = '%s'".formatted(crowd));
      for (var filter :
          List.of("NULL, NULL, NULL", "NULL, 'rare', NULL", "NULL, NULL, '{CRITICAL}'")) {
        for (var ascending : List.of("true", "false")) {
          var page =
              "query.events_page(%s, '-infinity', 'infinity', %s, NULL, NULL, NULL, 51)"
                  .formatted(filter, ascending);
          assertThat(blocks(statement, page)).as(page).isLessThan(400);
        }
      }
      // what it would be without the functions
      assertThat(blocks(statement, "query.events ORDER BY time LIMIT 51")).isGreaterThan(400);
    }
  }

  /** How many blocks it reads, once those of planning are remembered. */
  private static long blocks(Statement statement, String from)
      throws SQLException, JsonProcessingException {
    long blocks = 0;
    for (int again = 0; again < 2; again++) {
      try (var rows =
          statement.executeQuery(
              "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT time FROM " + from)) {
        rows.next();
        var plan = new ObjectMapper().readTree(rows.getString(1)).at("/0/Plan");
        blocks = plan.path("Shared Hit Blocks").asLong() + plan.path("Shared Read Blocks").asLong();
      }
    }
    return blocks;
  }

  @Test
  void tellsTheReaderNothingWithoutATenant() throws SQLException {
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_READER);
        var statement = connection.createStatement()) {
      for (var from :
          List.of(
              "query.events_page(NULL, NULL, NULL, '-infinity', 'infinity', true, NULL, NULL, NULL,"
                  + " 9)",
              "query.device_status_page('%s', '-infinity', 'infinity', true, NULL, 9)"
                  .formatted(first),
              "query.newest_messages('%s', '-infinity', 9)".formatted(first))) {
        try (var rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
          rows.next();
          assertThat(rows.getInt(1)).as(from).isZero();
        }
      }
    }
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_WRITER);
        var statement = connection.createStatement()) {
      assertThatThrownBy(() ->
              statement.executeQuery(
                  "SELECT 1 FROM query.newest_messages('%s', '-infinity', 9)".formatted(first)))
          .hasMessageContaining("permission denied");
    }
  }
}
