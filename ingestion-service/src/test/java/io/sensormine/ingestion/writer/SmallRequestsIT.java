package io.sensormine.ingestion.writer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Large requests keep no small one waiting, however long their transactions take. */
class SmallRequestsIT {
  private static final String PATH = "/api/v1/gateway/telemetry";
  private static final int LARGE = 100;

  @AutoClose
  private final Ingestion ingestion =
      Ingestion.start(
          Map.of(
              "SENSORMINE_INGESTION_WRITER_WRITERS",
              "2",
              "SENSORMINE_DATABASE_STATEMENT_TIMEOUT",
              "PT25S"));

  private final UUID tenant = UUID.randomUUID();
  private final long begin = System.currentTimeMillis() / 1_000;

  private String message(String device, int second, String field) {
    return "{'device': '%s', 'time': %d, 'fields': {'%s': 1}}"
        .formatted(device, begin + second, field);
  }

  private String large(String field) {
    return IntStream.range(0, LARGE)
        .mapToObj(second -> message("held", second, field))
        .collect(joining(",", "[", "]"));
  }

  private static int accepted(Http http, String body) {
    return http.post(PATH, body).expect(200).body().path("accepted").asInt();
  }

  private boolean bothWait() {
    return ingestion
            .query(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND usename = 'telemetry_writer' AND wait_event_type = 'Lock'")
            .size()
        == 2;
  }

  private void hold(Connection rival, UUID device) throws SQLException {
    rival.setAutoCommit(false);
    try (var statement = rival.createStatement()) {
      statement.execute(
          "UPDATE telemetry.telemetry SET received_at = received_at WHERE device_id = '%s'"
              .formatted(device));
    }
  }

  @Test
  void waitForNoLargeOne() throws Exception {
    var api = ingestion.deviceApi();
    var type = api.type(tenant);
    var held = api.device(tenant, "held", type);
    api.device(tenant, "free", type);
    var http = ingestion.service().http(api.credential(tenant, null));
    assertThat(accepted(http, message("held", 0, "a"))).isOne();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor();
        var rival = ingestion.database().adminConnection()) {
      hold(rival, held.id());
      var large =
          List.of("b", "c").stream()
              .map(field -> senders.submit(() -> accepted(http, large(field))))
              .toList();
      try {
        Deadline.within(Duration.ofSeconds(20), this::bothWait);
        assertThat(accepted(http, message("free", 0, "a"))).isOne();
        assertThat(large).noneMatch(Future::isDone);
      } finally {
        rival.rollback();
      }
      for (var answer : large) {
        assertThat(answer.get()).isEqualTo(LARGE);
      }
    }
  }
}
