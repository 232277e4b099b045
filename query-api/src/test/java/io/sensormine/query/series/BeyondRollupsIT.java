package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensormine.kit.testing.Http;
import io.sensormine.query.testing.QueryService;
import io.sensormine.query.testing.Rollups;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What rollups cannot tell is read from messages: no more than that, and within the budget. */
class BeyondRollupsIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private static QueryService service;

  @BeforeAll
  static void start() throws SQLException {
    service =
        QueryService.start(
            Map.of(
                "SENSORMINE_QUERY_LIMITS_MAX_ROWS", "50000",
                "SENSORMINE_QUERY_ROLLUPS_MAX_DIRTY_HOURS", "48"));
    var huge = add("huge");
    store(huge, "2024-01-10T10:00:00Z", ONE, "1e200");
    store(huge, "2024-01-10T10:30:00Z", ONE, "3e200");
    store(huge, "2024-01-10T11:30:00Z", ONE, "5e200");
    var late = add("late");
    store(late, "2024-01-10T10:00:00Z", ONE, "10");
    store(late, "2024-01-10T12:10:00Z", ONE, "20");
    store(late, "2024-01-10T12:20:00Z", OTHER, "25");
    store(late, "2024-01-10T20:00:00Z", ONE, "30");
    store(late, "2024-01-12T10:00:00Z", ONE, "40");
    var torn = add("torn");
    for (int day = 10; day < 15; day++) {
      store(torn, "2024-01-%dT00:10:00Z".formatted(day), ONE, "1" + day);
      store(torn, "2024-01-%dT02:10:00Z".formatted(day), OTHER, "2" + day);
      store(torn, "2024-01-%dT22:10:00Z".formatted(day), ONE, "3" + day);
      store(torn, "2024-01-%dT23:10:00Z".formatted(day), OTHER, "4" + day);
    }
    var busy = add("busy");
    store(busy, "2024-02-03T00:00:00Z", ONE, "1");
    try (var rollups = new Rollups(service.database())) {
      rollups.rollUp();
    }
    // more than may be read
    service.storeDays(TENANT, busy, ONE, Instant.parse("2024-01-01T00:00:00Z"), 31, 8_640);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void tellsDeviationsThatNoCellHolds() {
    var hour = ask("stddev", "2024-01-10T10:00:00Z", "2024-01-10T11:00:00Z", "1h", "huge");
    assertThat(point(hour.expect(200), 0, 0)).isCloseTo(Math.sqrt(2) * 1e200, within(1e188));
    assertThat(hour.body().at("/meta/source").asText()).isEqualTo("raw");
    var hours = ask("stddev", "2024-01-10T10:00:00Z", "2024-01-10T12:00:00Z", "2h", "huge");
    assertThat(point(hours.expect(200), 0, 0)).isCloseTo(2e200, within(1e188));
    assertThat(hours.body().at("/meta/source").asText()).isEqualTo("raw");
  }

  @Test
  void refusesToReadAllMessagesForADeviationWhereThatIsTooMuch() {
    for (var bucket : List.of("1d", "1mo")) {
      january("avg", bucket, "huge", "busy").expect(200);
      assertThat(january("stddev", bucket, "huge", "busy").expect(422).problem())
          .isEqualTo("over-budget");
    }
  }

  @Test
  void readsTheHoursOfADeviceInWhichVersionsAlternateAndRollupsBesides() {
    var answer = january("increase", "1d", "late", "busy").expect(200);
    assertThat(answer.body().at("/meta/source").asText()).isEqualTo("mixed");
    assertThat(point(answer, 0, 0)).isEqualTo(20);
    assertThat(point(answer, 0, 1)).isEqualTo(10);
    assertThat(answer.body().at("/series/1/points").size()).isEqualTo(31);
    var month = january("increase", "1mo", "late", "busy").expect(200);
    assertThat(point(month, 0, 0)).isEqualTo(30);
  }

  @Test
  void readsAllMessagesWhereTheHoursAreTooManyToBeToldApart() {
    var answer = january("increase", "1d", "torn").expect(200);
    assertThat(answer.body().at("/meta/source").asText()).isEqualTo("mixed");
    assertThat(point(answer, 0, 0)).isEqualTo(300);
    assertThat(point(answer, 0, 1)).isEqualTo(411);
    assertThat(january("increase", "1d", "torn", "busy").expect(422).problem())
        .isEqualTo("over-budget");
  }

  private static double point(Http.Answer answer, int series, int at) {
    return answer.body().at("/series/%d/points/%d/1".formatted(series, at)).asDouble();
  }

  private static Http.Answer january(String aggregate, String bucket, String... devices) {
    return ask(aggregate, "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", bucket, devices);
  }

  private static Http.Answer ask(
      String aggregate, String from, String to, String bucket, String... devices) {
    return service
        .analyst(TENANT)
        .post(
            "/api/v1/query/series",
            """
            {"devices": {"externalIds": ["%s"]}, "fields": ["t"], "from": "%s", "to": "%s",
             "bucket": "%s", "aggregates": ["%s"], "groupBy": ["device"]}\
            """
                .formatted(String.join("\", \"", devices), from, to, bucket, aggregate));
  }

  private static UUID add(String name) {
    return service.devices().add(TENANT, name, UUID.randomUUID(), List.of());
  }

  private static void store(UUID device, String time, UUID version, String number) {
    service.store(TENANT, device, Instant.parse(time), version, "{\"t\": " + number + "}");
  }
}
