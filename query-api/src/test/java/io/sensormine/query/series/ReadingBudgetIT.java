package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.testing.QueryService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What would read too much is refused before it reads, by what there should be or what there is.
 */
class ReadingBudgetIT {
  private static final UUID TENANT = UUID.randomUUID();

  private static QueryService service;
  private static Http analyst;

  @BeforeAll
  static void start() {
    service =
        QueryService.start(
            Map.of(
                "SENSORMINE_QUERY_LIMITS_MAX_ROWS", "50000",
                "SENSORMINE_QUERY_LIMITS_ASSUMED_INTERVAL", "10s"));
    analyst = service.analyst(TENANT);
    var device = service.devices().add(TENANT, "a", UUID.randomUUID(), List.of());
    service.storeMany(TENANT, device, Instant.parse("2024-05-05T10:00:00Z"), 10, "{\"t\": 1}");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void answersWhatIsExpectedToFit() {
    var answer = ask("2024-05-05T00:00:00Z", "2024-05-06T00:00:00Z", "avg").expect(200);
    assertThat(answer.body().path("series").path(0).path("count").asLong()).isEqualTo(10);
  }

  @Test
  void answersWhatFitsByWhatIsStoredThoughMoreCouldBe() {
    // a year of a message every 10 s would be 3 millions, but the rollups know of none
    ask("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "avg").expect(200);
  }

  @Test
  void refusesWhatIsTooMuchAndSaysWhatWouldFit() throws Exception {
    var device = service.devices().add(TENANT, "busy", UUID.randomUUID(), List.of());
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_OWNER);
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO telemetry.metrics_1d
                  (tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max,
                   first, first_time, last, last_time, increase_within, increase)
                SELECT ?, ?, ?, 't', day, 8640, 1, 0, 1, 1, 1, day, 1, day, 0, 0
                FROM generate_series('2024-01-01Z'::timestamptz, '2024-12-31Z', '1 day') AS day
                """)) {
      insert.setObject(1, TENANT);
      insert.setObject(2, device);
      insert.setObject(3, new UUID(0, 0));
      insert.execute();
    }
    var refused =
        analyst.post(
            "/api/v1/query/series",
            query("busy", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "p95"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.problem()).isEqualTo("over-budget");
    assertThat(refused.body().path("detail").asText())
        .contains("50,000 are the limit")
        .contains("would fit");
  }

  private static Http.Answer ask(String from, String to, String aggregate) {
    return analyst.post("/api/v1/query/series", query("a", from, to, aggregate));
  }

  private static String query(String device, String from, String to, String aggregate) {
    return """
    {"devices": {"externalIds": ["%s"]}, "fields": ["t"], "from": "%s", "to": "%s",
     "bucket": "1d", "aggregates": ["%s"]}
    """
        .formatted(device, from, to, aggregate);
  }
}
