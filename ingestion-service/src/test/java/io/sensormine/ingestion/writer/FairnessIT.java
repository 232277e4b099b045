package io.sensormine.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tenant that floods does not keep the others waiting: they go ahead of what it has queued. */
class FairnessIT {
  private static final String GATEWAY = "/api/v1/gateway/telemetry";
  private static final int FLOODING = 24;
  private static final int BATCH = 1_000;
  private static final int MESSAGES = 40;

  /** What the writers are at when a message comes, and once more; half of what floods. */
  private static final int MOST = 12 * BATCH;

  private static Ingestion ingestion;

  private final AtomicLong time = new AtomicLong(System.currentTimeMillis());

  @BeforeAll
  static void start() {
    ingestion = Ingestion.start(Map.of());
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  private static Http gateway(String device) {
    var tenant = UUID.randomUUID();
    ingestion.deviceApi().device(tenant, device, ingestion.deviceApi().type(tenant));
    return ingestion.gateway(tenant);
  }

  private String message(String device) {
    return "{\"device\": \"%s\", \"time\": %d, \"fields\": {\"a\": 1, \"b\": 2.5, \"c\": true}}"
        .formatted(device, time.getAndIncrement());
  }

  private String batch() {
    return IntStream.range(0, BATCH)
        .mapToObj(each -> message("flood"))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void letsATrickleGoAheadOfAFlood() throws Exception {
    var flood = gateway("flood");
    var trickle = gateway("trickle");
    var done = new AtomicBoolean();
    var flooded = new AtomicLong();
    try (var flooding = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> floods = new ArrayList<>();
      for (int each = 0; each < FLOODING; each++) {
        floods.add(
            flooding.submit(() -> {
              while (!done.get()) {
                if (flood.post(GATEWAY, batch()).status() == 200) {
                  flooded.addAndGet(BATCH);
                }
              }
            }));
      }
      try {
        Deadline.within(Duration.ofSeconds(60), () -> flooded.get() >= 2L * FLOODING * BATCH);
        var meanwhile = new ArrayList<Long>();
        for (int sent = 0; sent < MESSAGES; sent++) {
          long before = flooded.get();
          trickle.post(GATEWAY, message("trickle")).expect(200);
          meanwhile.add(flooded.get() - before);
        }
        meanwhile.sort(null);
        assertThat(meanwhile.get(MESSAGES / 2)).isLessThanOrEqualTo(MOST);
        assertThat(flooded.get()).isGreaterThan(2L * FLOODING * BATCH);
      } finally {
        done.set(true);
      }
      for (var each : floods) {
        each.get();
      }
    }
  }
}
