package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.Http;
import io.sensormine.query.testing.QueryService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    storeDays(service.devices().add(TENANT, "busy", UUID.randomUUID(), List.of()), 8_640);
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

  /** Of hours long ago, all that there is has been rolled up. */
  @Test
  void answersALongPastRangeByWhatIsStored() throws Exception {
    for (int at = 0; at < 10; at++) {
      storeDays(service.devices().add(TENANT, "daily" + at, UUID.randomUUID(), List.of()), 1);
    }
    analyst.post("/api/v1/query/series", january(named("daily"), "\"t\"", "")).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-01-01T00:00:00Z", "2024-01-01T06:00:00Z"})
  void answersTheRangeThatItSaysWouldFit(String from) throws Exception {
    var name = "often" + from;
    for (int at = 0; at < 10; at++) {
      storeDays(service.devices().add(TENANT, name + at, UUID.randomUUID(), List.of()), 500);
    }
    var query = query(named(name), from, "%s", "p95");
    var refused =
        analyst.post("/api/v1/query/series", query.formatted("2025-01-01T00:00:00Z")).expect(422);
    var detail = refused.body().path("detail").asText();
    var range = Pattern.compile("a range of (\\S+) ").matcher(detail);
    assertThat(range.find()).as(detail).isTrue();
    assertThat(Duration.parse(range.group(1))).isGreaterThan(Duration.ofDays(2));
    var to = Instant.parse(from).plus(Duration.parse(range.group(1)));
    analyst.post("/api/v1/query/series", query.formatted(to)).expect(200);
  }

  /** Where each value is kept, it is once for each group, and each field's is. */
  @Test
  void countsEachReadingThatIsTakenOneByOne() throws Exception {
    var tagged = service.devices().add(TENANT, "tagged", UUID.randomUUID(), List.of("x", "y"));
    storeDays(tagged, 700);
    analyst.post("/api/v1/query/series", january("tagged", "\"t\"", "")).expect(200);
    analyst.post("/api/v1/query/series", january("tagged", "\"t\", \"u\"", "")).expect(422);
    analyst.post("/api/v1/query/series", january("tagged", "\"t\"", "\"tag\"")).expect(422);
  }

  private static String named(String name) {
    return IntStream.range(0, 10).mapToObj(at -> name + at).collect(Collectors.joining("\", \""));
  }

  private static String january(String devices, String fields, String groupBy) {
    return query(devices, "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "p95")
        .replace("[\"t\"]", "[" + fields + "], \"groupBy\": [" + groupBy + "]");
  }

  /** Daily cells of a year, of so many messages each. */
  private static void storeDays(UUID device, int messages) {
    var first = Instant.parse("2024-01-01T00:00:00Z");
    service.storeDays(TENANT, device, new UUID(0, 0), first, 366, messages);
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
