package io.sensormine.query.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.contracts.registry.MetricKind;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.testing.QueryService;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetricIT {
  private static final String PATH = "/api/v1/metrics";
  private static final UUID NO_VERSION = new UUID(0, 0);

  private static QueryService service;

  private final UUID tenant = UUID.randomUUID();

  @BeforeAll
  static void start() {
    service =
        QueryService.start(
            Map.of(
                "SENSORMINE_QUERY_METRICS_FRESH", "3s",
                "SENSORMINE_QUERY_METRICS_MAX_SCHEMALESS_TYPES", "2",
                "SENSORMINE_QUERY_METRICS_SAMPLED_MESSAGES", "2"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Field field(
      String path, FieldType type, @Nullable String unit, @Nullable MetricKind kind) {
    return new Field(path, type, unit, kind, null, null, null, null, null, null);
  }

  private static Field number(String path, String unit) {
    return field(path, FieldType.NUMBER, unit, MetricKind.GAUGE);
  }

  private UUID version(UUID schemaId, VersionStatus status, Field... fields) {
    return service.registry().add(tenant, schemaId, status, List.of(fields));
  }

  /** Each metric as a line: field, type, unit, kind, number of device types. */
  private List<String> metrics(String query) {
    var lines = new ArrayList<String>();
    service
        .analyst(tenant)
        .get(PATH + query)
        .expect(200)
        .body()
        .path("items")
        .forEach(item ->
            lines.add(
                "%s %s %s %s %d"
                    .formatted(
                        item.path("field").asText(),
                        item.path("type").asText(),
                        item.path("unit").asText(),
                        item.path("kind").asText(),
                        item.path("deviceTypeIds").size())));
    return lines;
  }

  private static String of(UUID deviceTypeId) {
    return "?deviceTypeId=" + deviceTypeId;
  }

  @Test
  void listsWhatTheVersionsDeclareThatTypesFollow() {
    var schema = UUID.randomUUID();
    var old = version(schema, VersionStatus.ACTIVE, number("t", "[degF]"), number("old", "%"));
    version(schema, VersionStatus.ACTIVE, number("t", "Cel"), number("new", "%"));
    version(schema, VersionStatus.DRAFT, number("draft", "%"));
    var latest = service.devices().addType(tenant, schema, null);
    var again = service.devices().addType(tenant, schema, null);
    var pinned = service.devices().addType(tenant, schema, old);
    version(UUID.randomUUID(), VersionStatus.ACTIVE, number("nobody", "%"));
    var draftOnly = UUID.randomUUID();
    version(draftOnly, VersionStatus.DRAFT, number("none", "%"));
    service.devices().addType(tenant, draftOnly, null);

    assertThat(metrics(""))
        .containsExactly(
            "new number % gauge 2",
            "old number % gauge 1", "t number Cel gauge 2", "t number [degF] gauge 1");
    assertThat(metrics(of(pinned)))
        .containsExactly("old number % gauge 1", "t number [degF] gauge 1");
    var ids = service.analyst(tenant).get(PATH).expect(200).body().at("/items/0/deviceTypeIds");
    assertThat(List.of(ids.get(0).asText(), ids.get(1).asText()))
        .containsExactlyInAnyOrder(latest.toString(), again.toString())
        .isSorted();
  }

  @Test
  void tellsTypesAndKindsApartAndSaysWhereNoneIsDeclared() {
    var schema = UUID.randomUUID();
    version(
        schema,
        VersionStatus.ACTIVE,
        field("mode", FieldType.STRING, null, MetricKind.STATE),
        field("count", FieldType.INTEGER, null, MetricKind.COUNTER),
        field("on", FieldType.BOOLEAN, null, null));
    service.devices().addType(tenant, schema, null);
    var item = service.analyst(tenant).get(PATH).expect(200).body().path("items");
    assertThat(metrics(""))
        .containsExactly(
            "count integer null counter 1", "mode string null state 1", "on boolean null null 1");
    assertThat(item.at("/2/unit").isNull()).isTrue();
    assertThat(item.at("/2/kind").isNull()).isTrue();
  }

  @Test
  void listsWhatIsSeenOfTypesWithoutASchema() throws SQLException {
    var now = Instant.now();
    var type = service.devices().addType(tenant, null, null);
    var device = service.devices().add(tenant, "a", type, List.of());
    store(device, now.minusSeconds(30), "{\"hidden\": 1}");
    store(device, now.minusSeconds(20), "{\"a.b\": 1, \"on\": true}");
    store(device, now.minusSeconds(10), "{\"a.b\": \"text\", \"mode\": \"auto\"}");
    cell("metrics_1h", device, "hour", now.truncatedTo(ChronoUnit.HOURS));
    cell("metrics_1h", device, "on", now.truncatedTo(ChronoUnit.HOURS));
    cell("metrics_1d", device, "day", now.minus(Duration.ofDays(9)));
    cell("metrics_1d", device, "ancient", now.minus(Duration.ofDays(40)));
    var silent = service.devices().addType(tenant, null, null);
    assertThat(metrics(""))
        .containsExactly(
            "a.b number null null 1",
            "a.b string null null 1",
            "day number null null 1",
            "hour number null null 1",
            "mode string null null 1",
            "on boolean null null 1");
    assertThat(metrics(of(type))).hasSize(6);
    assertThat(metrics(of(silent))).isEmpty();
  }

  private void store(UUID device, Instant time, String fields) {
    service.store(tenant, device, time, NO_VERSION, fields);
  }

  private void cell(String table, UUID device, String field, Instant bucket) throws SQLException {
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_OWNER);
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO telemetry.%s
                  (tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max,
                   first, first_time, last, last_time, increase_within, increase)
                VALUES (?, ?, ?, ?, ?, 1, 1, 0, 1, 1, 1, now(), 1, now(), 0, 0)
                """
                    .formatted(table))) {
      insert.setObject(1, tenant);
      insert.setObject(2, device);
      insert.setObject(3, NO_VERSION);
      insert.setString(4, field);
      insert.setObject(5, bucket.atOffset(ZoneOffset.UTC));
      insert.execute();
    }
  }

  @Test
  void pagesThroughAllInOrder() {
    var schema = UUID.randomUUID();
    version(schema, VersionStatus.ACTIVE, number("c", "%"), number("a", "Cel"), number("b", "%"));
    service.devices().addType(tenant, schema, null);
    var other = UUID.randomUUID();
    version(other, VersionStatus.ACTIVE, number("a", "K"));
    service.devices().addType(tenant, other, null);
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      seen.addAll(metrics("?limit=1" + cursor));
      assertThat(seen).hasSizeLessThan(100);
      var page = service.analyst(tenant).get(PATH + "?limit=1" + cursor).expect(200).body();
      cursor =
          page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asText();
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(metrics("")).hasSize(4);
  }

  @Test
  void knowsOnlyItsTenantsTypes() {
    var schema = UUID.randomUUID();
    version(schema, VersionStatus.ACTIVE, number("t", "Cel"));
    var type = service.devices().addType(tenant, schema, null);
    assertThat(metrics("")).hasSize(1);
    var other = service.analyst(UUID.randomUUID());
    assertThat(other.get(PATH).expect(200).body().path("items")).isEmpty();
    assertThat(other.get(PATH + of(type)).expect(200).body().path("items")).isEmpty();
    assertThat(metrics(of(UUID.randomUUID()))).isEmpty();
  }

  @Test
  void remembersTheListForAMoment() {
    var schema = UUID.randomUUID();
    version(schema, VersionStatus.ACTIVE, number("t", "Cel"));
    service.devices().addType(tenant, schema, null);
    assertThat(metrics("")).hasSize(1);
    version(schema, VersionStatus.ACTIVE, number("t", "Cel"), number("more", "%"));
    assertThat(metrics("")).hasSize(1);
    Deadline.within(Duration.ofSeconds(20), () -> metrics("").size() == 2);
  }

  @Test
  void refusesWhatIsWrong() {
    var analyst = service.analyst(tenant);
    analyst.get(PATH + "?limit=0").expect(400);
    analyst.get(PATH + "?limit=501").expect(400);
    analyst.get(PATH + "?deviceTypeId=17").expect(400);
    analyst.get(PATH + "?type=number").expect(400);
    assertThat(analyst.get(PATH + "?cursor=x").expect(400).problem()).isEqualTo("invalid-cursor");
    service.anonymous().get(PATH).expect(401);
    var types = new ArrayList<UUID>();
    for (int at = 0; at < 3; at++) {
      types.add(service.devices().addType(tenant, null, null));
    }
    var refused = analyst.get(PATH).expect(422);
    assertThat(refused.problem()).isEqualTo("over-budget");
    assertThat(refused.body().path("detail").asText()).contains("deviceTypeId");
    assertThat(metrics(of(types.getFirst()))).isEmpty();
  }
}
