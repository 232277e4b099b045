package io.sensormine.query.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.Deadline;
import io.sensormine.query.testing.QueryService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often device-api is asked for devices, and for how many. */
class DevicesIT {
  private static final String PATH = "/api/v1/query/latest";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static QueryService service;

  private final UUID tenant = UUID.randomUUID();
  private final UUID type = UUID.randomUUID();

  @BeforeAll
  static void start() {
    service =
        QueryService.start(
            Map.of(
                "SENSORMINE_QUERY_SELECTIONS_FRESH", "5s",
                "SENSORMINE_QUERY_LIMITS_MAX_DEVICES", "3"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private UUID add(UUID tenantId, String externalId) {
    return service.devices().add(tenantId, externalId, type, List.of());
  }

  private String ofType() {
    return "{'devices': {'deviceTypeId': '%s'}}".formatted(type);
  }

  private int size(UUID tenantId, String body) {
    return service.analyst(tenantId).post(PATH, body).expect(200).body().path("items").size();
  }

  @Test
  void remembersASelectionForAMomentAndForItsTenantAlone() {
    var other = UUID.randomUUID();
    add(tenant, "a");
    add(other, "a");
    add(other, "b");
    assertThat(size(tenant, ofType())).isEqualTo(1);
    int calls = service.devices().calls();
    assertThat(size(tenant, ofType())).isEqualTo(1);
    assertThat(service.devices().calls()).isEqualTo(calls);
    assertThat(size(other, ofType())).isEqualTo(2);
    add(tenant, "b");
    Deadline.within(DEADLINE, () -> size(tenant, ofType()) == 2);
  }

  @Test
  void doesNotRememberThatThereIsNoSuchDevice() {
    var byName = "{'devices': {'externalIds': ['late']}}";
    assertThat(service.analyst(tenant).post(PATH, byName).expect(422).problem())
        .isEqualTo("unknown-device");
    add(tenant, "late");
    assertThat(size(tenant, byName)).isEqualTo(1);
  }

  @Test
  void refusesMoreDevicesThanAQueryTakesAndIsNotSentThemAll() {
    for (int at = 0; at < 3; at++) {
      add(tenant, "d" + at);
    }
    assertThat(size(tenant, ofType())).isEqualTo(3);
    for (int at = 3; at < 9; at++) {
      add(tenant, "d" + at);
    }
    var many = "{'devices': {'deviceTypeId': '%s', 'tags': []}}".formatted(type);
    var answer = service.analyst(tenant).post(PATH, many).expect(422);
    assertThat(answer.problem()).isEqualTo("over-budget");
    assertThat(answer.body().path("detail").asText()).contains("more than 3 devices");
    assertThat(service.devices().sent()).isEqualTo(4);
    var named = "{'devices': {'externalIds': ['d0', 'd1', 'd2', 'd3', 'd4']}}";
    assertThat(service.analyst(tenant).post(PATH, named).expect(422).problem())
        .isEqualTo("over-budget");
  }

  @Test
  void passesOnThatDeviceApiFindsItTooMuch() {
    service.devices().refuseAsTooMuch(tenant);
    var answer = service.analyst(tenant).post(PATH, ofType()).expect(422);
    assertThat(answer.problem()).isEqualTo("over-budget");
    assertThat(answer.body().path("detail").asText()).isEqualTo("This search takes too long.");
  }
}
