package io.sensormine.ingestion.writer;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.message.FlatFields;
import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.ingestion.store.TelemetryRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final UUID ONE = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);
  private static final int MAX_ROWS = 10;

  private final Lane lane = new Lane(MAX_ROWS, 1 << 20, Duration.ofMillis(20));
  private int clock;

  private Submission add(UUID tenant, String sender, int rows) {
    var records =
        IntStream.range(0, rows).mapToObj(row -> record(tenant, sender, clock++)).toList();
    return add(tenant, sender, records);
  }

  private Submission add(UUID tenant, String sender, List<TelemetryRecord> records) {
    var submission = Submission.of(new Batch(tenant, sender, Protocol.HTTP, records, List.of()));
    lane.add(submission);
    return submission;
  }

  private static TelemetryRecord record(UUID tenant, String sender, int time) {
    return new TelemetryRecord(
        tenant,
        UUID.nameUUIDFromBytes(sender.getBytes(StandardCharsets.UTF_8)),
        Instant.ofEpochSecond(time),
        new UUID(0, 0),
        FlatFields.of(Map.of("a", 1L)),
        Instant.EPOCH);
  }

  private List<Submission> take() throws InterruptedException {
    return lane.take().submissions();
  }

  @Test
  void sharesATransactionAmongAllWhoFit() throws InterruptedException {
    var first = add(ONE, "a", 4);
    var second = add(OTHER, "b", 4);
    var third = add(ONE, "a", 4);
    assertThat(take()).containsExactlyInAnyOrder(first, second);
    assertThat(take()).containsExactly(third);
  }

  @Test
  void takesWhatIsLargerThanATransactionAlone() throws InterruptedException {
    var large = add(ONE, "a", 25);
    assertThat(take()).containsExactly(large);
  }

  @Test
  void letsWhoSendsLittleGoAheadOfWhoFloods() throws InterruptedException {
    IntStream.range(0, 50).forEach(each -> add(ONE, "flood", 10));
    take();
    var little = add(OTHER, "trickle", 1);
    assertThat(take()).contains(little);
  }

  @Test
  void givesATenantThatWasAwayNoCreditForIt() throws InterruptedException {
    IntStream.range(0, 20).forEach(each -> add(ONE, "a", 10));
    for (int round = 0; round < 10; round++) {
      take();
    }
    IntStream.range(0, 20).forEach(each -> add(OTHER, "b", 10));
    var tenants =
        List.of(take(), take(), take(), take()).stream()
            .map(round -> round.getFirst().batch().tenantId())
            .toList();
    assertThat(tenants).contains(ONE, OTHER);
  }

  @Test
  void letsATenantsSendersTakeTurns() throws InterruptedException {
    IntStream.range(0, 50).forEach(each -> add(ONE, "flood", 10));
    var little = add(ONE, "trickle", 1);
    take();
    assertThat(take()).contains(little);
  }

  @Test
  void keepsWhatComesToOneRowApart() throws InterruptedException {
    var record = record(ONE, "a", 7);
    var first = add(ONE, "a", List.of(record));
    var again = add(ONE, "b", List.of(record));
    assertThat(take()).containsExactly(first);
    assertThat(take()).containsExactly(again);
  }

  @Test
  void waitsForMoreWhileATransactionIsUnderWay() throws Exception {
    add(ONE, "a", 1);
    take();
    var second = add(ONE, "a", 1);
    var next = CompletableFuture.supplyAsync(this::taken);
    var third = add(OTHER, "b", 1);
    assertThat(next.get(10, TimeUnit.SECONDS)).containsExactlyInAnyOrder(second, third);
  }

  @Test
  void waitsNoLongerOnceNoneIsUnderWay() throws Exception {
    var patient = new Lane(MAX_ROWS, 1 << 20, Duration.ofSeconds(1));
    patient.add(Submission.of(batch(1)));
    patient.take();
    patient.add(Submission.of(batch(2)));
    patient.done();
    assertThat(patient.take().submissions()).hasSize(1);
  }

  @Test
  void failsWhatWaitsWhenItIsClosed() {
    var waiting = add(ONE, "a", 1);
    lane.close();
    var late = add(ONE, "a", 1);
    assertThat(waiting.outcomes()).isCompletedExceptionally();
    assertThat(late.outcomes()).isCompletedExceptionally();
  }

  @Test
  void leavesOutWhatNobodyWaitsFor() throws InterruptedException {
    add(ONE, "a", 1).fail(new IllegalStateException("its sibling was refused"));
    var second = add(ONE, "a", 1);
    assertThat(take()).containsExactly(second);
  }

  private static UUID tenant(int number) {
    return new UUID(2, number);
  }

  @Test
  void takesTenantsWhoHaveHadTheSameInTheOrderInWhichTheyCame() throws InterruptedException {
    var all = IntStream.range(0, 30).mapToObj(each -> add(tenant(each), "a", 1)).toList();
    assertThat(take()).containsExactlyElementsOf(all.subList(0, 10));
    assertThat(take()).containsExactlyElementsOf(all.subList(10, 20));
    assertThat(take()).containsExactlyElementsOf(all.subList(20, 30));
  }

  @Test
  void takesWhoHasHadLeastFirst() throws InterruptedException {
    var much = List.of(add(ONE, "a", 6), add(ONE, "a", 1), add(ONE, "a", 1));
    var some = List.of(add(OTHER, "b", 3), add(OTHER, "b", 3), add(OTHER, "b", 3));
    assertThat(take()).containsExactly(much.get(0), some.get(0), much.get(1));
    assertThat(take()).containsExactly(some.get(1), some.get(2), much.get(2));
  }

  @Test
  void letsWhoDidNotFitGoFirstTheNextTime() throws InterruptedException {
    var first = add(ONE, "a", 6);
    var doesNotFit = add(OTHER, "b", 6);
    var fits = add(tenant(1), "c", 4);
    var late = add(tenant(2), "d", 1);
    assertThat(take()).containsExactly(first, fits);
    assertThat(take()).containsExactly(doesNotFit, late);
  }

  @Test
  void looksForWhoFitsInAFewOnly() throws InterruptedException {
    var first = add(ONE, "a", 9);
    var large = IntStream.range(0, 16).mapToObj(each -> add(tenant(each), "b", 10)).toList();
    var little = add(OTHER, "c", 1);
    assertThat(take()).containsExactly(first);
    assertThat(take()).containsExactly(large.getFirst());
    var rest = IntStream.range(0, 16).mapToObj(_ -> taken()).flatMap(List::stream).toList();
    assertThat(rest).startsWith(large.get(1)).endsWith(little).containsAll(large.subList(1, 16));
  }

  @Test
  void leavesNobodyOutOfManyAndKeepsEachOnesOrder() throws InterruptedException {
    var random = new Random(7);
    var all = new ArrayList<Submission>();
    for (int at = 0; at < 3_000; at++) {
      all.add(add(tenant(random.nextInt(500)), "a", 1 + random.nextInt(MAX_ROWS)));
    }
    var taken = new ArrayList<Submission>();
    while (taken.size() < all.size()) {
      var round = take();
      assertThat(round).isNotEmpty();
      taken.addAll(round);
      lane.done();
    }
    assertThat(taken).doesNotHaveDuplicates();
    assertThat(byTenant(taken)).isEqualTo(byTenant(all));
  }

  private static Map<UUID, List<Submission>> byTenant(List<Submission> submissions) {
    return submissions.stream().collect(groupingBy(each -> each.batch().tenantId()));
  }

  private static Batch batch(int time) {
    return new Batch(ONE, "a", Protocol.HTTP, List.of(record(ONE, "a", time)), List.of());
  }

  private List<Submission> taken() {
    try {
      return take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
