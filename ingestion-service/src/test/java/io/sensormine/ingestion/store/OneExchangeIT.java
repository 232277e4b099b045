package io.sensormine.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.ingestion.message.FlatFields;
import io.sensormine.ingestion.testing.Ingestion;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A few new messages are written in one exchange, and once, whatever comes in between. */
class OneExchangeIT {
  private static final int MESSAGES = 20;

  private final UUID tenant = UUID.randomUUID();
  private final OneDevice device = OneDevice.of(tenant);
  private Ingestion ingestion;
  private TelemetryStore store;
  private CountedInserts countedInserts;

  @BeforeEach
  void start() {
    ingestion = Ingestion.start(Map.of());
    store = ingestion.service().bean(TelemetryStore.class);
    countedInserts = CountedInserts.by(ingestion, "INSERT%");
    write(message(0, "a"));
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

  private List<Outcome> write(TelemetryRecord... messages) {
    return write(List.of(messages));
  }

  private List<Outcome> write(List<TelemetryRecord> messages) {
    return Groups.write(store, messages);
  }

  private long together() {
    return countedInserts.rows();
  }

  private String counted() {
    return ingestion
        .query(
            """
            SELECT sum(a) || ' ' || coalesce(sum(m), 0) || ' ' || coalesce(sum(d), 0)
            FROM telemetry.ingestion_deltas, unnest(accepted, merged, duplicates) AS counted (a, m, d)
            """)
        .getFirst();
  }

  @Test
  void storesAndCounts() {
    assertThat(write(messages("a"))).hasSize(MESSAGES).containsOnly(Outcome.INSERTED);
    assertThat(together()).isEqualTo(MESSAGES);
    assertThat(ingestion.fields(device.id()))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(0, MESSAGES).mapToObj("{\"a\": %d}"::formatted).toList());
    assertThat(counted()).isEqualTo("%d 0 0".formatted(MESSAGES + 1));
  }

  @Test
  void leavesToOthersWhatIsNotNew() {
    write(messages("a"));
    assertThat(write(messages("a"))).containsOnly(Outcome.DUPLICATE);
    assertThat(write(messages("b"))).containsOnly(Outcome.MERGED);
    assertThat(together()).isEqualTo(MESSAGES);
  }

  @Test
  void countsEachTenantAndWay() throws SQLException {
    var ways =
        List.of(Protocol.HTTP, Protocol.MQTT).stream()
            .flatMap(
                way -> List.of(tenant, UUID.randomUUID()).stream().map(of -> batch(of, way, 0)))
            .toList();
    for (int second = 1; second <= 3; second++) {
      var group = new Group(UUID.randomUUID());
      for (var way : ways) {
        var sender = way.records().getFirst().deviceId();
        group.tryAdd(batch(way.tenantId(), sender, way.protocol(), second));
      }
      store.write(group);
    }
    assertThat(together()).isEqualTo(2L * ways.size());
    assertThat(
            ingestion.query(
                "SELECT sum(accepted[1]) FROM telemetry.ingestion_deltas GROUP BY tenant_id, protocol"))
        .containsExactlyInAnyOrder("4", "3", "3", "3");
  }

  private Batch batch(UUID of, Protocol way, int second) {
    return batch(of, UUID.randomUUID(), way, second);
  }

  private Batch batch(UUID of, UUID sender, Protocol way, int second) {
    var record =
        new TelemetryRecord(
            of,
            sender,
            device.now().plusSeconds(second),
            OneDevice.VERSION,
            FlatFields.of(Map.of("a", (long) second)),
            Instant.now());
    return new Batch(of, sender.toString(), way, List.of(record), List.of());
  }

  @Test
  void mergesWhatItTookForNewAndAnotherHasStored() {
    try (var other = ingestion.another(Map.of())) {
      var elsewhere = other.bean(TelemetryStore.class);
      Groups.write(elsewhere, messages("a").subList(0, MESSAGES / 2));
      var outcomes = write(messages("b"));
      assertThat(together()).isPositive();
      assertThat(outcomes.subList(0, MESSAGES / 2)).containsOnly(Outcome.MERGED);
      assertThat(outcomes.subList(MESSAGES / 2, MESSAGES)).containsOnly(Outcome.INSERTED);
      assertThat(counted())
          .isEqualTo("%d %d 0".formatted(1 + MESSAGES / 2 + MESSAGES, MESSAGES / 2));
    }
  }

  @Test
  void tellsTheRollupsOfAClosedHour() {
    ingestion.execute("UPDATE telemetry.rollup_marks SET closed_until = now() + INTERVAL '1 day'");
    assertThat(write(messages("a"))).containsOnly(Outcome.INSERTED);
    assertThat(
            ingestion.query(
                "SELECT count(*) > 0 FROM telemetry.rollup_dirty WHERE device_id = '%s'"
                    .formatted(device.id())))
        .containsExactly("t");
    long inVain = together();
    assertThat(inVain).isEqualTo(MESSAGES);
    // the mark is known now
    assertThat(write(message(MESSAGES + 1, "a"))).containsExactly(Outcome.INSERTED);
    assertThat(together()).isEqualTo(inVain);
  }

  @Test
  void isWrittenOnceWhereTheAnswerIsLost() throws SQLException {
    var group = new Group(UUID.randomUUID());
    group.tryAdd(new Batch(tenant, "anyone", Protocol.HTTP, messages("a"), List.of()));
    ingestion.proxy().loseCommits(1);
    assertThatThrownBy(() -> store.write(group))
        .isInstanceOfSatisfying(
            CommitInDoubt.class,
            doubt -> assertThat(doubt.outcomes().getFirst()).containsOnly(Outcome.INSERTED));
    assertThat(ingestion.proxy().hasLostCommits()).isTrue();
    assertThatThrownBy(() -> store.write(group)).isInstanceOf(AlreadyWritten.class);
    assertThat(ingestion.fields(device.id())).hasSize(MESSAGES + 1);
    assertThat(counted()).isEqualTo("%d 0 0".formatted(MESSAGES + 1));
  }

  @Test
  void storesNothingOfAGroupThatWasCounted() throws SQLException {
    var id = UUID.randomUUID();
    for (int at : IntStream.rangeClosed(1, 2).toArray()) {
      var group = new Group(id);
      group.tryAdd(
          new Batch(tenant, "anyone", Protocol.HTTP, List.of(message(at, "a")), List.of()));
      if (at == 1) {
        store.write(group);
      } else {
        assertThatThrownBy(() -> store.write(group)).isInstanceOf(AlreadyWritten.class);
      }
    }
    assertThat(together()).isEqualTo(2);
    assertThat(ingestion.fields(device.id())).hasSize(2);
  }
}
