package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.query.testing.QueryService;
import io.sensormine.query.testing.QueryService.Message;
import io.sensormine.query.testing.Rollups;
import io.sensormine.standin.StandInRegistry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was last before a range is found however many messages without it have come since. */
class LookBackIT {
  private static final UUID TENANT = UUID.randomUUID();

  private static QueryService service;

  @BeforeAll
  static void start() {
    service = QueryService.start();
    var device = service.devices().add(TENANT, "a", UUID.randomUUID(), List.of());
    service.store(TENANT, device, "2024-05-05T00:00:00Z", "{\"t\": 10}");
    service.storeMany(TENANT, device, Instant.parse("2024-05-05T00:00:01Z"), 1_500, "{\"u\": 1}");
    service.store(TENANT, device, "2024-05-05T01:30:00Z", "{\"t\": 30}");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static double value(String aggregate) {
    return value(TENANT, "t", aggregate);
  }

  private static double value(UUID tenantId, String field, String aggregate) {
    return service
        .analyst(tenantId)
        .post(
            "/api/v1/query/series",
            """
            {"devices": {"externalIds": ["a"]}, "fields": ["%s"], "aggregates": ["%s"],
             "from": "2024-05-05T01:00:00Z", "to": "2024-05-05T02:00:00Z", "bucket": "1h"}\
            """
                .formatted(field, aggregate))
        .expect(200)
        .body()
        .at("/series/0/points/0/1")
        .asDouble();
  }

  @Test
  void stepsStartThereAndValuesHoldFromThere() {
    try (var rollups = new Rollups(service.database())) {
      rollups.rollBack();
      assertThat(value("increase")).isEqualTo(20);
      assertThat(value("twa")).isEqualTo(20);
      rollups.rollUp();
    }
    assertThat(value("increase")).isEqualTo(20);
    assertThat(value("twa")).isEqualTo(20);
  }

  @Test
  void nothingHoldsBeyondNowWhateverCameFromAhead() {
    var tenantId = UUID.randomUUID();
    var device = service.devices().add(tenantId, "a", UUID.randomUUID(), List.of());
    var now = Instant.now();
    var from = now.minusSeconds(100);
    service.store(tenantId, device, from.toString(), "{\"s\": \"on\"}");
    service.store(tenantId, device, now.plusSeconds(20 * 3_600).toString(), "{\"s\": \"off\"}");
    var on =
        service
            .analyst(tenantId)
            .post(
                "/api/v1/query/series",
                """
                {"devices": {"externalIds": ["a"]}, "fields": ["s"], "bucket": "1y",
                 "aggregates": ["stateDuration"], "from": "%s", "to": "%s"}\
                """
                    .formatted(from, now.plusSeconds(24 * 3_600)))
            .expect(200)
            .body()
            .findPath("series")
            .valueStream()
            .filter(series -> series.at("/group/state").asText().equals("on"))
            .mapToDouble(series ->
                series
                    .findPath("points")
                    .valueStream()
                    .mapToDouble(point -> point.path(1).asDouble())
                    .sum())
            .sum();
    assertThat(on).isBetween(100.0, 1_000.0);
  }

  /** Of a field that was renamed before its old name became another field's. */
  @Test
  void thatIsOfTheFieldItselfWhateverElseHasItsOldNameSince() {
    var tenantId = UUID.randomUUID();
    var schemaId = UUID.randomUUID();
    var type = UUID.randomUUID();
    var number = StandInRegistry.field("a", FieldType.NUMBER, "", null);
    var renamed = StandInRegistry.field("b", FieldType.NUMBER, "", "a");
    var older = service.registry().add(tenantId, schemaId, List.of(number));
    var newer = service.registry().add(tenantId, schemaId, List.of(number, renamed));
    service.devices().describe(new DeviceSelection.DeviceType(type, schemaId, null));
    var device = service.devices().add(tenantId, "a", type, List.of());
    var start = Instant.parse("2024-05-05T00:00:00Z");
    service.store(tenantId, device, start, older, "{\"a\": 10}");
    service.storeAll(
        tenantId,
        IntStream.rangeClosed(1, 1_500)
            .mapToObj(at -> new Message(device, start.plusSeconds(at * 2L), newer, "{\"a\": 5}"))
            .toList());
    service.store(tenantId, device, Instant.parse("2024-05-05T01:30:00Z"), newer, "{\"b\": 30}");
    try (var rollups = new Rollups(service.database())) {
      rollups.rollBack();
      assertThat(value(tenantId, "b", "increase")).isEqualTo(20);
      assertThat(value(tenantId, "b", "twa")).isEqualTo(20);
      rollups.rollUp();
      assertThat(value(tenantId, "b", "increase")).isEqualTo(20);
      rollups.spoilHalf(1);
      assertThat(value(tenantId, "b", "increase")).isEqualTo(20);
    }
  }
}
