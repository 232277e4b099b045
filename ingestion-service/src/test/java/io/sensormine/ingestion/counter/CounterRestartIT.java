package io.sensormine.ingestion.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.RunningService;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Counters are the database's: a restart loses none, folded or not. */
class CounterRestartIT {
  private static final String GATEWAY = "/api/v1/gateway/telemetry";
  private static final Map<String, String> NEVER_FOLDS =
      Map.of("SENSORMINE_INGESTION_COUNTERS_INTERVAL", "PT1H");
  private static final Map<String, String> FOLDS_AT_ONCE =
      Map.of("SENSORMINE_INGESTION_COUNTERS_INTERVAL", "PT0.1S");

  private final UUID tenant = UUID.randomUUID();

  private static String message(String device, int time) {
    return "{'device': '%s', 'time': %d, 'fields': {'a': 1}}".formatted(device, time);
  }

  private String counters(Ingestion ingestion, RunningService service) {
    return service
        .http(ingestion.identity().token(tenant, Roles.OPERATOR))
        .get("/api/v1/ingestion/counters")
        .expect(200)
        .text();
  }

  private static int unfolded(Ingestion ingestion) {
    return Integer.parseInt(
        ingestion
            .query("SELECT count(*) FROM telemetry.ingestion_deltas WHERE folded_at IS NULL")
            .getFirst());
  }

  @Test
  void surviveARestartAsDoesWhatIsNotFolded() throws Exception {
    try (var ingestion = Ingestion.start(NEVER_FOLDS)) {
      ingestion.deviceApi().device(tenant, "pump", ingestion.deviceApi().type(tenant));
      var gateway = ingestion.deviceApi().credential(tenant, null);
      var before = ingestion.service();
      before
          .http(gateway)
          .post(
              GATEWAY,
              "[%s,%s,%s]".formatted(message("pump", 1), message("pump", 2), message("nobody", 1)))
          .expect(200);
      assertThat(before.bean(CounterStore.class).fold(1_000)).isPositive();
      assertThat(unfolded(ingestion)).isZero();
      before
          .http(gateway)
          .post(GATEWAY, "[%s,%s]".formatted(message("pump", 2), message("pump", 3)))
          .expect(200);
      var told = counters(ingestion, before);
      assertThat(told)
          .startsWith(
              "{\"received\":5,\"accepted\":3,\"merged\":0,\"duplicates\":1,\"rejected\":1");
      before.close();
      assertThat(unfolded(ingestion)).isPositive();

      try (var after = ingestion.another(NEVER_FOLDS)) {
        assertThat(counters(ingestion, after)).isEqualTo(told);
        after.http(gateway).post(GATEWAY, message("pump", 4)).expect(200);
        assertThat(counters(ingestion, after)).contains("\"received\":6,\"accepted\":4");
      }
      try (var last = ingestion.another(FOLDS_AT_ONCE)) {
        Deadline.within(Duration.ofSeconds(30), () -> unfolded(ingestion) == 0);
        assertThat(counters(ingestion, last)).contains("\"received\":6,\"accepted\":4");
        var line =
            "sensormine_ingestion_messages_total{outcome=\"accepted\",protocol=\"http\",tenant=\"%s\"} 4.0"
                .formatted(tenant);
        Deadline.within(
            Duration.ofSeconds(30),
            () -> last.anonymous().get("/prometheus").text().contains(line));
      }
    }
  }
}
