package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.query.testing.QueryService;
import io.sensormine.query.testing.Rollups;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
    return service
        .analyst(TENANT)
        .post(
            "/api/v1/query/series",
            """
            {"devices": {"externalIds": ["a"]}, "fields": ["t"], "aggregates": ["%s"],
             "from": "2024-05-05T01:00:00Z", "to": "2024-05-05T02:00:00Z", "bucket": "1h"}\
            """
                .formatted(aggregate))
        .expect(200)
        .body()
        .at("/series/0/points/0/1")
        .asDouble();
  }

  @Test
  void stepsStartThereAndValuesHoldFromThere() {
    assertThat(value("increase")).isEqualTo(20);
    assertThat(value("twa")).isEqualTo(20);
    try (var rollups = new Rollups(service.database())) {
      rollups.rollUp();
    }
    assertThat(value("increase")).isEqualTo(20);
    assertThat(value("twa")).isEqualTo(20);
  }
}
