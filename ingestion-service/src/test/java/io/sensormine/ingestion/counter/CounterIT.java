package io.sensormine.ingestion.counter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counters add up, folded or not, and say the same in the API and to Prometheus. */
class CounterIT {
  private static final String GATEWAY = "/api/v1/gateway/telemetry";
  private static final String COUNTERS = "/api/v1/ingestion/counters";

  // folded where a test says so, and not in between
  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(Map.of("SENSORMINE_INGESTION_COUNTERS_INTERVAL", "PT1H"));

  private final UUID tenant = UUID.randomUUID();
  private DeviceSelection.Item pump;
  private Http gateway;
  private Http operator;

  @BeforeEach
  void prepare() {
    var api = ingestion.deviceApi();
    pump = api.device(tenant, "pump", api.type(tenant));
    gateway = ingestion.gateway(tenant);
    operator = ingestion.service().http(ingestion.identity().token(tenant, Roles.OPERATOR));
  }

  private static int fold() throws SQLException {
    return ingestion.service().bean(CounterStore.class).fold(1_000);
  }

  private JsonNode counters(String query) {
    return operator.get(COUNTERS + query).expect(200).body();
  }

  private static String summary(JsonNode counters) {
    return "%d %d %d %d %d"
        .formatted(
            counters.path("received").asInt(),
            counters.path("accepted").asInt(),
            counters.path("merged").asInt(),
            counters.path("duplicates").asInt(),
            counters.path("rejected").asInt());
  }

  private void send() {
    gateway
        .post(
            GATEWAY,
            "[{'device': 'pump', 'time': 1, 'fields': {'a': 1}},"
                + "{'device': 'pump', 'time': 2, 'fields': {'a': 1}},"
                + "{'device': 'pump', 'time': 'never', 'fields': {'a': 1}},"
                + "{'device': 'nobody', 'time': 1, 'fields': {'a': 1}}]")
        .expect(200);
    gateway
        .post(
            GATEWAY,
            "[{'device': 'pump', 'time': 1, 'fields': {'a': 1}},"
                + "{'device': 'pump', 'time': 2, 'fields': {'b': 1}}]")
        .expect(200);
  }

  @Test
  void tellsTheSameBeforeAndAfterFolding() throws SQLException {
    send();
    for (int time = 0; time < 2; time++) {
      assertThat(summary(counters(""))).isEqualTo("6 3 1 1 2");
      assertThat(summary(counters("?deviceId=" + pump.id()))).isEqualTo("5 3 1 1 1");
      assertThat(counters("").path("protocols").path(0).path("protocol").asText())
          .isEqualTo("HTTP");
      fold();
    }
    send();
    assertThat(summary(counters(""))).isEqualTo("12 3 1 5 4");
  }

  @Test
  void tellsATenantNothingOfAnother() {
    send();
    var other =
        ingestion.service().http(ingestion.identity().token(UUID.randomUUID(), Roles.OPERATOR));
    assertThat(summary(other.get(COUNTERS).expect(200).body())).isEqualTo("0 0 0 0 0");
    assertThat(summary(other.get(COUNTERS + "?deviceId=" + pump.id()).expect(200).body()))
        .isEqualTo("0 0 0 0 0");
  }

  @Test
  void countsEachDeltaOnceHoweverManyFold() throws Exception {
    for (int time = 0; time < 20; time++) {
      gateway
          .post(GATEWAY, "{'device': 'pump', 'time': %d, 'fields': {'a': 1}}".formatted(time))
          .expect(200);
    }
    var store = ingestion.service().bean(CounterStore.class);
    try (var folders = Executors.newVirtualThreadPerTaskExecutor()) {
      var folds = new ArrayList<Callable<Void>>();
      for (int folder = 0; folder < 4; folder++) {
        folds.add(() -> {
          while (unfolded() > 0) {
            store.fold(3);
          }
          return null;
        });
      }
      for (var fold : folders.invokeAll(folds)) {
        fold.get();
      }
    }
    assertThat(unfolded()).isZero();
    assertThat(summary(counters(""))).isEqualTo("20 20 0 0 0");
  }

  private static int unfolded() {
    return Integer.parseInt(
        ingestion
            .query("SELECT count(*) FROM telemetry.ingestion_deltas WHERE folded_at IS NULL")
            .getFirst());
  }

  @Test
  void remembersWhenADeviceWasLastHeardOf() throws SQLException {
    gateway.post(GATEWAY, "{'device': 'pump', 'time': 1, 'fields': {'a': 1}}").expect(200);
    fold();
    var first = lastSeen();
    gateway.post(GATEWAY, "{'device': 'pump', 'time': 2, 'fields': {'a': 1}}").expect(200);
    fold();
    assertThat(lastSeen()).isGreaterThan(first);
  }

  @Test
  void hasNotHeardOfADeviceWhoseMessagesAreAllRefused() throws SQLException {
    gateway.post(GATEWAY, "{'device': 'pump', 'time': 'never', 'fields': {'a': 1}}").expect(422);
    fold();
    assertThat(
            ingestion.query(
                "SELECT 1 FROM telemetry.device_activity WHERE device_id = '%s'"
                    .formatted(pump.id())))
        .isEmpty();
  }

  private String lastSeen() {
    return ingestion
        .query(
            "SELECT to_char(last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
                + " FROM telemetry.device_activity WHERE device_id = '%s'".formatted(pump.id()))
        .getFirst();
  }

  @Test
  void tellsPrometheusWhatIsFolded() {
    send();
    var fold = ingestion.service().bean(CounterFold.class);
    fold.run();
    var line =
        "sensormine_ingestion_messages_total{outcome=\"accepted\",protocol=\"http\",tenant=\"%s\"} 3.0"
            .formatted(tenant);
    Deadline.within(
        Duration.ofSeconds(10),
        () -> ingestion.service().anonymous().get("/prometheus").text().contains(line));
  }
}
