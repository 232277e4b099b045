package io.sensormine.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken for new is stored as all else, whether it is new or not. */
class GuessIT {
  /** Enough for a COPY, the half of them as well. */
  private static final int MESSAGES = 400;

  private final UUID tenant = UUID.randomUUID();
  private final OneDevice device = OneDevice.of(tenant);
  private Ingestion ingestion;
  private TelemetryStore store;
  private CountedInserts counted;

  @BeforeEach
  void start() {
    ingestion = Ingestion.start(Map.of());
    store = ingestion.service().bean(TelemetryStore.class);
    counted = CountedInserts.by(ingestion, "COPY%");
    write(store, List.of(message(0, "a")));
  }

  @AfterEach
  void stop() {
    ingestion.close();
  }

  private TelemetryRecord message(long second, String field) {
    return device.message(second, field);
  }

  private List<TelemetryRecord> messages(String field) {
    return device.messages(MESSAGES, field);
  }

  private static List<Outcome> write(TelemetryStore store, List<TelemetryRecord> messages) {
    return Groups.write(store, messages);
  }

  private long copied() {
    return counted.rows();
  }

  private List<String> said() {
    return ingestion.fields(device.id()).subList(1, ingestion.fields(device.id()).size());
  }

  @Test
  void copiesWhatIsNewInWhateverOrderItComes() {
    var shuffled = new ArrayList<>(messages("a"));
    Collections.shuffle(shuffled, new Random(1));
    assertThat(write(store, shuffled)).hasSize(MESSAGES).containsOnly(Outcome.INSERTED);
    assertThat(copied()).isEqualTo(MESSAGES);
    assertThat(said())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, MESSAGES).mapToObj("{\"a\": %d}"::formatted).toList());
  }

  @Test
  void doesNotCopyWhatComesAgain() {
    write(store, messages("a"));
    assertThat(write(store, messages("a"))).containsOnly(Outcome.DUPLICATE);
    assertThat(copied()).isEqualTo(MESSAGES);
  }

  @Test
  void upsertsWhatItTookForNewAndAnotherHasStored() {
    try (var other = ingestion.another(Map.of())) {
      var elsewhere = other.bean(TelemetryStore.class);
      write(elsewhere, List.of(message(0, "a")));
      write(elsewhere, messages("a").subList(0, MESSAGES / 2));
      assertThat(copied()).isEqualTo(MESSAGES / 2);
      var outcomes = write(store, messages("b"));
      assertThat(copied()).isGreaterThan(MESSAGES / 2);
      assertThat(outcomes.subList(0, MESSAGES / 2)).containsOnly(Outcome.MERGED);
      assertThat(outcomes.subList(MESSAGES / 2, MESSAGES)).containsOnly(Outcome.INSERTED);
      assertThat(said()).contains("{\"a\": 1, \"b\": 1}", "{\"b\": %d}".formatted(MESSAGES));
      assertThat(
              ingestion.query(
                  "SELECT sum(a) || ' ' || sum(m) FROM telemetry.ingestion_deltas,"
                      + " unnest(accepted, merged) AS counted (a, m) WHERE merged IS NOT NULL"))
          .containsExactly("%d %d".formatted(MESSAGES, MESSAGES / 2));
    }
  }

  @Test
  void upsertsTheOldBesideTheNew() {
    write(store, messages("a").subList(0, MESSAGES / 2));
    var outcomes = write(store, messages("b"));
    assertThat(outcomes.subList(0, MESSAGES / 2)).containsOnly(Outcome.MERGED);
    assertThat(outcomes.subList(MESSAGES / 2, MESSAGES)).containsOnly(Outcome.INSERTED);
    assertThat(copied()).isEqualTo(MESSAGES);
  }

  @Test
  void tellsTheRollupsOfWhatItCopiesIntoAClosedHour() {
    ingestion.execute("UPDATE telemetry.rollup_marks SET closed_until = now() + INTERVAL '1 day'");
    write(store, messages("a"));
    assertThat(copied()).isEqualTo(MESSAGES);
    assertThat(
            ingestion.query(
                "SELECT count(*) > 0 FROM telemetry.rollup_dirty WHERE device_id = '%s'"
                    .formatted(device.id())))
        .containsExactly("t");
  }

  /** An upsert locks what it meets, which leaves its transaction in the row and in the log. */
  @Test
  void asksFirstOnceMostComesAgain() {
    write(store, messages("a"));
    write(store, messages("a"));
    var locked = lockedBy();
    assertThat(write(store, messages("a"))).containsOnly(Outcome.DUPLICATE);
    assertThat(lockedBy()).isEqualTo(locked);
    assertThat(write(store, messages("b"))).containsOnly(Outcome.MERGED);
    assertThat(said()).startsWith("{\"a\": 1, \"b\": 1}").hasSize(MESSAGES);
  }

  private List<String> lockedBy() {
    return ingestion.query(
        "SELECT xmax FROM telemetry.telemetry WHERE device_id = '%s' ORDER BY time"
            .formatted(device.id()));
  }

  /** A rehearsal is the same for all, and stores nothing. */
  @Test
  void rehearsesWithoutGuessing() throws Exception {
    var group = new Group(UUID.randomUUID());
    group.tryAdd(new Batch(tenant, "anyone", Protocol.HTTP, messages("a"), List.of()));
    assertThat(store.rehearse(group).getFirst()).containsOnly(Outcome.INSERTED);
    assertThat(copied()).isZero();
    assertThat(said()).isEmpty();
  }
}
