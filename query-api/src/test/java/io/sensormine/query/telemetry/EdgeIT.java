package io.sensormine.query.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.testing.QueryService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may ask, for whose readings, how much, and what else is refused. */
class EdgeIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID OTHER_TENANT = UUID.randomUUID();
  private static final UUID TYPE = UUID.randomUUID();
  private static final String RANGE = "from=2024-05-05T00:00:00Z&to=2024-05-06T00:00:00Z";

  private static QueryService service;
  private static UUID device;
  private static UUID foreign;

  @BeforeAll
  static void start() {
    service = QueryService.start(Map.of("SENSORMINE_QUERY_LIMITS_MAX_POINTS", "1000"));
    device = service.devices().add(TENANT, "a", TYPE, List.of());
    foreign = service.devices().add(OTHER_TENANT, "a", TYPE, List.of());
    service.store(TENANT, device, "2024-05-05T10:00:00Z", "{\"t\": 1, \"a.b\": 2, \"ä b/c\": 3}");
    service.store(OTHER_TENANT, foreign, "2024-05-05T10:00:00Z", "{\"t\": 1000}");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String ask(String devices) {
    return """
    {"devices": %s, "fields": ["t"], "from": "2024-05-05T00:00:00Z",
     "to": "2024-05-06T00:00:00Z", "bucket": "1d"}\
    """
        .formatted(devices);
  }

  private static String byId(UUID id) {
    return ask("{\"ids\": [\"" + id + "\"]}");
  }

  @Test
  void answersOfATypeWhoseSchemaTheRegistryDoesNotKnow() {
    var type = UUID.randomUUID();
    service.devices().describe(new DeviceSelection.DeviceType(type, UUID.randomUUID(), null));
    var lost = service.devices().add(TENANT, "lost", type, List.of());
    service.store(TENANT, lost, "2024-05-05T10:00:00Z", "{\"t\": 1}");
    var answer = service.analyst(TENANT).post("/api/v1/query/series", byId(lost)).expect(200);
    assertThat(answer.body().at("/series/0/count").asInt()).isEqualTo(1);
  }

  @Test
  void letsThoseRolesAskThatMay() {
    for (var role : List.of(Roles.ANALYST, Roles.TENANT_ADMIN, Roles.OPERATOR)) {
      service.as(TENANT, role).post("/api/v1/query/series", byId(device)).expect(200);
    }
    var platform = service.as(null, Roles.PLATFORM_ADMIN);
    platform.post("/api/v1/query/series", byId(device)).expect(400);
    platform.forTenant(TENANT).post("/api/v1/query/series", byId(device)).expect(200);
    for (var role : List.of(Roles.DEVICE, Roles.GATEWAY)) {
      service.as(TENANT, role).post("/api/v1/query/series", byId(device)).expect(403);
    }
    service.anonymous().post("/api/v1/query/series", byId(device)).expect(401);
    service.anonymous().get("/api/v1/metrics/t?" + RANGE).expect(401);
    service
        .analyst(TENANT)
        .forTenant(OTHER_TENANT)
        .post("/api/v1/query/series", byId(device))
        .expect(403);
  }

  @Test
  void doesNotKnowAnotherTenantsDevice() {
    var answer = service.analyst(TENANT).post("/api/v1/query/series", byId(foreign)).expect(422);
    assertThat(answer.problem()).isEqualTo("unknown-device");
    assertThat(answer.body().path("detail").asText()).contains(foreign.toString());
  }

  @Test
  void readsItsOwnTenantsDeviceOfTheSameName() {
    var answer =
        service
            .analyst(TENANT)
            .post("/api/v1/query/series", ask("{\"externalIds\": [\"a\"]}"))
            .expect(200);
    assertThat(answer.body().at("/series/0/points/0/1").asDouble()).isEqualTo(1);
  }

  @Test
  void answersCurl() {
    var curl = service.analyst(TENANT);
    var answer = curl.get("/api/v1/metrics/t?externalId=a&bucket=1h&" + RANGE).expect(200);
    assertThat(answer.body().at("/series/0/points/0/0").asText()).isEqualTo("2024-05-05T10:00:00Z");
    assertThat(answer.body().at("/series/0/points/0/1").asDouble()).isEqualTo(1);
    for (var field : Map.of("a.b", 2, "ä b/c", 3).entrySet()) {
      var name = URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8).replace("+", "%20");
      var one =
          curl.get(
                  "/api/v1/metrics/%s?deviceId=%s&aggregate=max&timezone=Asia/Kathmandu&bucket=1d&%s"
                      .formatted(name, device, RANGE))
              .expect(200);
      assertThat(one.body().at("/series/0/field").asText()).isEqualTo(field.getKey());
      assertThat(one.body().at("/series/0/points/0/1").asInt()).isEqualTo(field.getValue());
      assertThat(one.body().at("/series/0/points/0/0").asText()).isEqualTo("2024-05-04T18:15:00Z");
    }
    curl.get("/api/v1/metrics/t?deviceTypeId=%s".formatted(TYPE)).expect(200);
    curl.get("/api/v1/metrics/t?deviceTypeId=%s&%s".formatted(TYPE, RANGE)).expect(200);
  }

  @Test
  void refusesWhatCurlGetsWrong() {
    var curl = service.analyst(TENANT);
    curl.get("/api/v1/metrics/t?deviceId=17&" + RANGE).expect(400);
    curl.get("/api/v1/metrics/t?externalId=a&step=1h&" + RANGE).expect(400);
    curl.get("/api/v1/metrics/t?" + RANGE).expect(422);
    assertThat(curl.get("/api/v1/metrics/t?externalId=b&" + RANGE).expect(422).problem())
        .isEqualTo("unknown-device");
    assertThat(curl.get("/api/v1/metrics/t?externalId=a&unit=Cel&" + RANGE).expect(422).problem())
        .isEqualTo("unit-mismatch");
  }

  @Test
  void refusesABodyThatIsWrong() {
    var analyst = service.analyst(TENANT);
    analyst.post("/api/v1/query/series", "{").expect(400);
    analyst.post("/api/v1/query/series", "{}").expect(422);
    analyst.post("/api/v1/query/series", byId(device).replace("bucket", "step")).expect(422);
    analyst.post("/api/v1/query/series", byId(device).replace("[\"t\"]", "[]")).expect(422);
    analyst.post("/api/v1/query/series", byId(device).replace("[\"t\"]", "[null]")).expect(422);
    analyst
        .post("/api/v1/query/series", byId(device).replace("\"2024-05-05T00:00:00Z\"", "null"))
        .expect(422);
    analyst.post("/api/v1/query/series", byId(device).replace(device.toString(), "17")).expect(400);
    analyst
        .post(
            "/api/v1/query/series",
            byId(device).replace("\"bucket\"", "\"units\": {\"t\": null}, \"bucket\""))
        .expect(422);
  }

  @Test
  void refusesMoreThanFitsAndSaysWhatWould() {
    var seconds = byId(device).replace("\"1d\"", "\"1s\"");
    var answer = service.analyst(TENANT).post("/api/v1/query/series", seconds).expect(422);
    assertThat(answer.problem()).isEqualTo("over-budget");
    assertThat(answer.body().path("detail").asText()).contains("a bucket of 2m would fit");
    var points = byId(device).replace("\"bucket\": \"1d\"", "\"points\": 1001");
    assertThat(service.analyst(TENANT).post("/api/v1/query/series", points).expect(422).problem())
        .isEqualTo("over-budget");
    var many =
        IntStream.range(0, 10_001)
            .mapToObj(any -> '"' + UUID.randomUUID().toString() + '"')
            .collect(Collectors.joining(",", "{\"ids\": [", "]}"));
    service.analyst(TENANT).post("/api/v1/query/series", ask(many)).expect(422);
  }

  @Test
  void asksForDevicesOnceHoweverManyThereAre() {
    var tenantId = UUID.randomUUID();
    for (int at = 0; at < 50; at++) {
      var id = service.devices().add(tenantId, "d" + at, TYPE, List.of());
      service.store(tenantId, id, "2024-05-05T10:00:00Z", "{\"t\": %d}".formatted(at));
    }
    int before = service.devices().calls();
    var answer =
        service
            .analyst(tenantId)
            .post("/api/v1/query/series", ask("{\"deviceTypeId\": \"" + TYPE + "\"}"))
            .expect(200);
    assertThat(answer.body().at("/series/0/points/0/1").asDouble()).isEqualTo(24.5);
    assertThat(service.devices().calls()).isEqualTo(before + 1);
  }

  @Test
  void theReadersRoleReadsNothingButItsTenantsViews() throws SQLException {
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_READER);
        var statement = connection.createStatement()) {
      for (var table : List.of("telemetry.telemetry", "telemetry.rejected_messages")) {
        assertThatThrownBy(() -> statement.executeQuery("SELECT FROM " + table))
            .hasMessageContaining("permission denied");
      }
      assertThatThrownBy(() -> statement.execute("DELETE FROM query.telemetry"))
          .hasMessageContaining("permission denied");
      assertThat(count(statement, "")).isZero();
      statement.execute("SET sensormine.tenant_id = '%s'".formatted(OTHER_TENANT));
      assertThat(count(statement, "")).isEqualTo(1);
      assertThat(count(statement, " WHERE device_id = '%s'".formatted(device))).isZero();
    }
  }

  private static int count(Statement statement, String where) throws SQLException {
    try (var rows = statement.executeQuery("SELECT count(*) FROM query.telemetry" + where)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void servesItsHealthAndItsDocument() {
    assertThat(service.anonymous().get("/health/readiness").expect(200).text()).contains("UP");
    assertThat(service.anonymous().get("/openapi.yml").expect(200).text())
        .contains("openapi: 3.1")
        .contains("/api/v1/query/series")
        .contains("/api/v1/metrics/{field}")
        .contains("bearer");
  }

  @Test
  void givesUpAStatementThatTakesTooLong() {
    try (var hurried =
        QueryService.start(Map.of("SENSORMINE_QUERY_LIMITS_STATEMENT_TIMEOUT", "5ms"))) {
      var id = hurried.devices().add(TENANT, "a", TYPE, List.of());
      hurried.storeMany(TENANT, id, Instant.parse("2024-05-05T00:00:00Z"), 20_000, "{\"t\": 1}");
      var answer = hurried.analyst(TENANT).post("/api/v1/query/series", byId(id)).expect(422);
      assertThat(answer.problem()).isEqualTo("over-budget");
    }
  }

  @Test
  void says503WhileTheServicesItNeedsAreAway() {
    try (var alone = QueryService.start()) {
      alone.stopOthers();
      var answer = alone.analyst(TENANT).post("/api/v1/query/series", byId(device)).expect(503);
      assertThat(answer.problem()).isEqualTo("dependency-unavailable");
      assertThat(answer.header("Retry-After")).isNotEmpty();
    }
  }

  @Test
  void says503WhileItsDatabaseIsAwayAndStartsWithoutIt() {
    var nowhere = Map.of("SENSORMINE_TIMESERIES_URL", "jdbc:postgresql://127.0.0.1:1/nothing");
    try (var alone = QueryService.start(nowhere)) {
      var id = alone.devices().add(TENANT, "a", TYPE, List.of());
      long start = System.nanoTime();
      var answer = alone.analyst(TENANT).post("/api/v1/query/series", byId(id)).expect(503);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
      assertThat(answer.problem()).isEqualTo("database-unavailable");
      assertThat(answer.header("Retry-After")).isNotEmpty();
      alone.anonymous().get("/health/readiness").expect(503);
      alone.anonymous().get("/health/liveness").expect(200);
    }
  }

  /** Each value is a series, whose number is known only when they have been read. */
  @Test
  void refusesMoreStatesThanPoints() {
    var busy = service.devices().add(TENANT, "busy", UUID.randomUUID(), List.of());
    var start = Instant.parse("2024-05-05T10:00:00Z");
    service.storeAll(
        TENANT,
        IntStream.range(0, 60)
            .mapToObj(at ->
                new QueryService.Message(
                    busy, start.plusSeconds(at), new UUID(0, 0), "{\"t\": %d}".formatted(at)))
            .toList());
    var refused = states("{\"externalIds\": [\"busy\"]}", "1h").expect(422);
    assertThat(refused.problem()).isEqualTo("over-budget");
    assertThat(refused.body().path("detail").asText())
        .contains("`t`", "at least 42 different values", "24 buckets", "1000 points");
    var answer = states("{\"externalIds\": [\"busy\"]}", "2h").expect(200);
    assertThat(answer.body().path("series").size()).isEqualTo(60);
  }

  @Test
  void answersHoweverManyStatesThereWereBeforeTheRange() {
    var type = UUID.randomUUID();
    for (int at = 0; at < 50; at++) {
      var silent = service.devices().add(TENANT, "silent" + at, type, List.of());
      service.store(TENANT, silent, "2024-05-04T10:00:00Z", "{\"t\": %d}".formatted(at));
    }
    var answer = states("{\"deviceTypeId\": \"" + type + "\"}", "1h").expect(200);
    assertThat(answer.body().path("series").size()).isZero();
  }

  private static Http.Answer states(String devices, String bucket) {
    return service
        .analyst(TENANT)
        .post(
            "/api/v1/query/series",
            """
            {"devices": %s, "fields": ["t"], "from": "2024-05-05T00:00:00Z",
             "to": "2024-05-06T00:00:00Z", "bucket": "%s", "aggregates": ["stateDuration"]}\
            """
                .formatted(devices, bucket));
  }
}
