package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is needed is away: a clear 503, nothing acknowledged that is not stored, no restart. */
class OutageIT {
  private static final String GATEWAY = "/api/v1/gateway/telemetry";

  private final UUID tenant = UUID.randomUUID();
  private Ingestion ingestion;

  @BeforeEach
  void start() {
    // what is remembered is asked for again at once, so that only an outage makes it serve
    ingestion =
        Ingestion.start(
            Map.of(
                "SENSORMINE_INGESTION_REFERENCES_FRESH_CREDENTIALS", "PT0S",
                "SENSORMINE_INGESTION_REFERENCES_FRESH_DEVICES", "PT0S",
                "SENSORMINE_INGESTION_REFERENCES_FRESH_TYPES", "PT0S",
                "SENSORMINE_INGESTION_REFERENCES_FRESH_VERSIONS", "PT0S"));
  }

  @AfterEach
  void stop() {
    ingestion.close();
  }

  @Test
  void worksOnByWhatItRemembersWhileOtherServicesAreAway() {
    var api = ingestion.deviceApi();
    var schema = UUID.randomUUID();
    ingestion
        .registry()
        .version(
            tenant,
            schema,
            1,
            VersionStatus.ACTIVE,
            "{'type': 'object', 'properties': {'t': {'type': 'number'}}}");
    var type = api.type(tenant, UUID.randomUUID(), schema, null);
    var device = api.device(tenant, "known", type);
    api.device(tenant, "unknown so far", type);
    var gateway = ingestion.gateway(tenant);
    gateway.post(GATEWAY, "{'device': 'known', 'time': 1, 'fields': {'t': 1}}").expect(200);
    api.away(true);
    ingestion.registry().away(true);
    gateway.post(GATEWAY, "{'device': 'known', 'time': 2, 'fields': {'t': 1}}").expect(200);
    // what is remembered may serve to refuse by for a second; a dry run keeps no dead letter
    var broken = "{'device': 'known', 'time': 3, 'fields': {'t': 'refused, but not by old news'}}";
    Deadline.within(
        Duration.ofSeconds(10),
        () -> gateway.post(GATEWAY + "?dryRun=true", broken).status() == 503);
    for (var body :
        List.of("{'device': 'unknown so far', 'time': 3, 'fields': {'t': 1}}", broken)) {
      var answer = gateway.post(GATEWAY, body).expect(503);
      assertThat(answer.problem()).isEqualTo("dependency-unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("5");
    }
    var stranger = ingestion.gateway(tenant);
    assertThat(stranger.post(GATEWAY, "{}").expect(503).problem())
        .isEqualTo("dependency-unavailable");
    assertThat(ingestion.query("SELECT 1 FROM telemetry.rejected_messages")).isEmpty();
    api.away(false);
    ingestion.registry().away(false);
    Deadline.within(
        Duration.ofSeconds(10),
        () ->
            gateway
                    .post(GATEWAY, "{'device': 'unknown so far', 'time': 4, 'fields': {'t': 1}}")
                    .status()
                == 200);
    assertThat(ingestion.fields(device.id())).hasSize(2);
  }

  @Test
  void answers503WhileTheDatabaseIsAwayAndRecovers() {
    var api = ingestion.deviceApi();
    api.device(tenant, "pump", api.type(tenant));
    var gateway = ingestion.gateway(tenant);
    var anyone = ingestion.service().anonymous();
    var body = "{'device': 'pump', 'fields': {'t': 1}}";
    gateway.post(GATEWAY, body).expect(200);
    anyone.get("/health/readiness").expect(200);
    ingestion.proxy().cut();
    var asked = Instant.now();
    var answer = gateway.post(GATEWAY, body).expect(503);
    assertThat(answer.problem()).isEqualTo("database-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(7));
    var health = anyone.get("/health/readiness").expect(503).body();
    assertThat(health.path("details").path("database").path("status").asText()).isEqualTo("DOWN");
    anyone.get("/health/liveness").expect(200);
    ingestion.proxy().mend();
    Deadline.within(Duration.ofSeconds(20), () -> gateway.post(GATEWAY, body).status() == 200);
    anyone.get("/health/readiness").expect(200);
  }

  @Test
  void answers503WhileTheDatabaseTakesNoWritesAndRecovers() {
    var api = ingestion.deviceApi();
    var device = api.device(tenant, "pump", api.type(tenant));
    var gateway = ingestion.gateway(tenant);
    var body = "{'device': 'pump', 'time': 1, 'fields': {'t': 1}}";
    ingestion.readOnly(true);
    Deadline.within(
        Duration.ofSeconds(20),
        () -> ingestion.service().anonymous().get("/health/readiness").status() == 200);
    assertThat(gateway.post(GATEWAY, body).expect(503).problem()).isEqualTo("database-unavailable");
    ingestion.readOnly(false);
    Deadline.within(Duration.ofSeconds(20), () -> gateway.post(GATEWAY, body).status() == 200);
    assertThat(ingestion.fields(device.id())).containsExactly("{\"t\": 1}");
  }

  @Test
  void losesNothingThatItAcknowledged() throws Exception {
    var api = ingestion.deviceApi();
    var device = api.device(tenant, "pump", api.type(tenant));
    var gateway = ingestion.gateway(tenant);
    var acknowledged = new AtomicInteger();
    var refused = new AtomicInteger();
    var done = new AtomicBoolean();
    var times = new AtomicInteger(1_700_000_000);
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Integer>>> sent = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        sent.add(
            senders.submit(() -> {
              var mine = new ArrayList<Integer>();
              while (!done.get()) {
                int time = times.getAndIncrement();
                var body =
                    "{'device': 'pump', 'time': %d, 'fields': {'t': %d}}".formatted(time, time);
                if (gateway.post(GATEWAY, body).status() == 200) {
                  acknowledged.incrementAndGet();
                  mine.add(time);
                } else {
                  refused.incrementAndGet();
                }
              }
              return mine;
            }));
      }
      for (int cut = 0; cut < 3; cut++) {
        int before = acknowledged.get();
        Deadline.within(Duration.ofSeconds(30), () -> acknowledged.get() > before + 20);
        int failures = refused.get();
        ingestion.proxy().cut();
        Deadline.within(Duration.ofSeconds(30), () -> refused.get() > failures);
        ingestion.proxy().mend();
      }
      done.set(true);
      var promised = new ArrayList<String>();
      for (var sender : sent) {
        sender.get().forEach(time -> promised.add(String.valueOf(time)));
      }
      var stored =
          ingestion.query(
              "SELECT fields->>'t' FROM telemetry.telemetry WHERE device_id = '%s'"
                  .formatted(device.id()));
      assertThat(stored).containsAll(promised);
      assertThat(stored).doesNotHaveDuplicates();
    }
  }
}
