package io.sensormine.query.latest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.query.testing.QueryService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LatestIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID TYPE = UUID.randomUUID();
  private static final String PATH = "/api/v1/query/latest";

  private static QueryService service;
  private static UUID device;
  private static UUID foreign;
  private static Http analyst;

  @BeforeAll
  static void start() {
    service = QueryService.start(Map.of("SENSORMINE_QUERY_LATEST_MAX_BYTES", "5000"));
    analyst = service.analyst(TENANT);
    device = service.devices().add(TENANT, "a", TYPE, List.of());
    service.devices().add(TENANT, "silent", TYPE, List.of());
    foreign = service.devices().add(UUID.randomUUID(), "b", TYPE, List.of());
    var version = service.registry().add(TENANT, Map.of("t", "Cel", "door", ""));
    store(1, version, "{\"t\": 1, \"door\": true, \"a.b\": \"old\"}");
    store(2, version, "{\"t\": 2.5}");
    store(3, version, "{\"a.b\": \"new\"}");
  }

  private static void store(int second, UUID version, String fields) {
    service.store(
        TENANT, device, Instant.parse("2024-05-05T10:00:00Z").plusSeconds(second), version, fields);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void tellsEachFieldsNewestValueWithItsTimeAndUnit() {
    var items =
        analyst.post(PATH, "{'devices': {'externalIds': ['a']}}").expect(200).body().path("items");
    assertThat(items).hasSize(1);
    assertThat(items.at("/0/deviceId").asText()).isEqualTo(device.toString());
    assertThat(items.at("/0/externalId").asText()).isEqualTo("a");
    var fields = items.at("/0/fields");
    assertThat(fields.path("t").toString())
        .isEqualTo("{\"value\":2.5,\"time\":\"2024-05-05T10:00:02Z\",\"unit\":\"Cel\"}");
    assertThat(fields.path("door").toString())
        .isEqualTo("{\"value\":true,\"time\":\"2024-05-05T10:00:01Z\",\"unit\":null}");
    assertThat(fields.path("a.b").toString())
        .isEqualTo("{\"value\":\"new\",\"time\":\"2024-05-05T10:00:03Z\",\"unit\":null}");
  }

  @Test
  void tellsOnlyTheFieldsAskedFor() {
    var fields =
        analyst
            .post(PATH, "{'devices': {'externalIds': ['a']}, 'fields': ['t', 'a.b', 'nope']}")
            .expect(200)
            .body()
            .at("/items/0/fields");
    assertThat(fields.propertyStream().map(Map.Entry::getKey)).containsExactly("a.b", "t");
    assertThat(fields.at("/t/value").asDouble()).isEqualTo(2.5);
  }

  @Test
  void namesADeviceThatHasSaidNothing() {
    var items = analyst.post(PATH, "{'devices': {'externalIds': ['silent']}}").expect(200).body();
    assertThat(items.at("/items/0/fields").isEmpty()).isTrue();
  }

  @Test
  void doesNotLookFurtherBackThanAThousandRows() {
    var tenantId = UUID.randomUUID();
    var id = service.devices().add(tenantId, "a", TYPE, List.of());
    var none = new UUID(0, 0);
    var start = Instant.parse("2024-05-05T10:00:00Z");
    service.store(tenantId, id, start, none, "{\"too old\": 1}");
    service.store(tenantId, id, start.plusSeconds(1), none, "{\"just in\": 1}");
    service.storeMany(tenantId, id, start.plusSeconds(2), 999, "{\"t\": 1}");
    for (var fields : List.of("", ", 'fields': ['t', 'just in', 'too old']")) {
      var found =
          service
              .analyst(tenantId)
              .post(PATH, "{'devices': {'externalIds': ['a']}%s}".formatted(fields))
              .expect(200)
              .body()
              .at("/items/0/fields");
      assertThat(found.propertyStream().map(Map.Entry::getKey)).containsExactly("just in", "t");
    }
  }

  @Test
  void refusesWhatIsWrong() {
    analyst.post(PATH, "{'devices': {}}").expect(422);
    analyst.post(PATH, "{}").expect(422);
    analyst.post(PATH, "{'devices': {'externalIds': ['a']}, 'fields': []}").expect(422);
    assertThat(
            analyst
                .post(PATH, "{'devices': {'ids': ['%s']}}".formatted(foreign))
                .expect(422)
                .problem())
        .isEqualTo("unknown-device");
    service.anonymous().post(PATH, "{'devices': {'externalIds': ['a']}}").expect(401);
    service.as(TENANT, Roles.DEVICE).post(PATH, "{'devices': {'externalIds': ['a']}}").expect(403);
  }

  @Test
  void refusesMoreThanAnAnswerMayHold() {
    var large = service.devices().add(TENANT, "large", UUID.randomUUID(), List.of());
    for (int at = 0; at < 6; at++) {
      service.store(
          TENANT,
          large,
          "2024-05-05T10:00:%02dZ".formatted(at),
          "{\"text%d\": \"%s\"}".formatted(at, "x".repeat(900)));
    }
    var all = analyst.post(PATH, "{'devices': {'externalIds': ['large']}}").expect(422);
    assertThat(all.problem()).isEqualTo("over-budget");
    assertThat(all.body().path("detail").asText()).contains("5,000 bytes");
    var some = "{'devices': {'externalIds': ['large']}, 'fields': ['text0', 'text1', 'text2']}";
    assertThat(analyst.post(PATH, some).expect(200).body().at("/items/0/fields")).hasSize(3);
  }
}
