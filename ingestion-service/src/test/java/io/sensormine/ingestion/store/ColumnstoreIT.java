package io.sensormine.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.message.FlatFields;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.RequiresCommunity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of messages that arrive when their day is in columns already. */
@RequiresCommunity
class ColumnstoreIT {
  private static final int MESSAGES = 2_500;

  private static Ingestion ingestion;
  private static TelemetryStore store;

  private final UUID tenant = UUID.randomUUID();
  private final UUID device = UUID.randomUUID();

  @BeforeAll
  static void start() {
    ingestion = Ingestion.start(Map.of());
    ingestion.limitUnpacking();
    store = ingestion.service().bean(TelemetryStore.class);
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  private TelemetryRecord record(UUID tenantId, long time, Map<String, Object> fields) {
    return new TelemetryRecord(
        tenantId,
        device,
        Instant.ofEpochSecond(time),
        new UUID(0, 0),
        FlatFields.of(fields),
        Instant.now());
  }

  private static List<Outcome> write(TelemetryRecord... records) {
    return Groups.write(store, List.of(records));
  }

  /** A message every second second, all in columns. */
  private void fillColumns() {
    write(
        LongStream.range(0, MESSAGES)
            .mapToObj(i -> record(tenant, 2 * i, Map.of("a", i)))
            .toArray(TelemetryRecord[]::new));
    ingestion.putIntoColumns();
    assertThat(ingestion.outsideColumns(device)).isZero();
    assertThat(ingestion.rows(device)).hasSize(MESSAGES);
  }

  @Test
  void insertsMergesAndLeavesWhatIsThereInOneBatch() {
    fillColumns();
    assertThat(
            write(
                record(tenant, 1_001, Map.of("a", -1L)),
                record(tenant, 1_002, Map.of("b", 7L)),
                record(tenant, 1_004, Map.of("a", 502L)),
                record(UUID.randomUUID(), 1_006, Map.of("a", 0L))))
        .containsExactly(Outcome.INSERTED, Outcome.MERGED, Outcome.DUPLICATE, Outcome.DUPLICATE);
    assertThat(ingestion.fields(device))
        .hasSize(MESSAGES + 1)
        .startsWith("{\"a\": 0}", "{\"a\": 1}")
        .containsSequence(
            "{\"a\": 500}",
            "{\"a\": -1}",
            "{\"a\": 501, \"b\": 7}",
            "{\"a\": 502}",
            "{\"a\": 503}");
  }

  @Test
  void leavesOtherDevicesInColumns() {
    fillColumns();
    var late =
        new TelemetryRecord(
            tenant,
            UUID.randomUUID(),
            Instant.ofEpochSecond(3),
            new UUID(0, 0),
            FlatFields.of(Map.of("a", 1L)),
            Instant.now());
    assertThat(write(late)).containsExactly(Outcome.INSERTED);
    assertThat(write(late)).containsExactly(Outcome.DUPLICATE);
    assertThat(ingestion.outsideColumns(device)).isZero();
  }

  @Test
  void countsEachMessageOnceThatSeveralSendAtOnce() throws Exception {
    fillColumns();
    var late =
        LongStream.range(0, 200)
            .mapToObj(i -> record(tenant, i, Map.of("a", i, "late", true)))
            .toArray(TelemetryRecord[]::new);
    List<Outcome> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<Outcome>> send = () -> write(late);
      for (var sent : threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> send).toList())) {
        outcomes.addAll(sent.get());
      }
    }
    assertThat(outcomes).hasSize(8 * 200);
    assertThat(outcomes).filteredOn(Outcome.INSERTED::equals).hasSize(100);
    assertThat(outcomes).filteredOn(Outcome.MERGED::equals).hasSize(100);
    assertThat(ingestion.fields(device))
        .hasSize(MESSAGES + 100)
        .filteredOn(fields -> fields.contains("late"))
        .hasSize(200);
  }

  @Test
  void goesBackIntoColumnsWithWhatCameLate() {
    fillColumns();
    write(record(tenant, 1, Map.of("a", -1L)), record(tenant, 2, Map.of("b", 2L)));
    var before = ingestion.rows(device);
    ingestion.putIntoColumns();
    assertThat(ingestion.outsideColumns(device)).isZero();
    assertThat(ingestion.rows(device)).hasSize(MESSAGES + 1).isEqualTo(before);
  }
}
