package io.sensormine.ingestion.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final InFlight inFlight = new InFlight(settings(Duration.ZERO), meters);
  private final UUID one = UUID.randomUUID();
  private final UUID two = UUID.randomUUID();

  private static BodySettings settings(Duration patience) {
    return new BodySettings(1_024, 0, 1_024, 1, 1_024, 10_000, 50, patience);
  }

  private static ProblemType refusal(Runnable call) {
    var refused = catchThrowableOfType(ProblemException.class, call::run);
    assertThat(refused).isNotNull();
    assertThat(refused.retryAfter()).hasSeconds(1);
    return refused.type();
  }

  private double bytes() {
    return meters.get("sensormine.ingestion.bodies.bytes").gauge().value();
  }

  private InFlight.Lease body(UUID tenant, long bytes) {
    var lease = inFlight.open(tenant);
    lease.grow(bytes);
    return lease;
  }

  private ProblemType refusalOf(UUID tenant, long bytes) {
    return refusal(() -> body(tenant, bytes));
  }

  @Test
  void refusesWhatIsBeyondATenantsShareAndBeyondAll() {
    var own = body(one, 3_000);
    var over = body(one, 3_000);
    assertThat(refusalOf(one, 1)).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    var other = body(two, 4_000);
    var alsoOver = body(UUID.randomUUID(), 1_000);
    assertThat(bytes()).isEqualTo(11_000);
    assertThat(refusalOf(UUID.randomUUID(), 1)).isEqualTo(ProblemType.OVERLOADED);
    over.close();
    own.grow(2_000);
    assertThat(bytes()).isEqualTo(10_000);
    List.of(own, other, alsoOver).forEach(InFlight.Lease::close);
    body(two, 5_000).close();
    assertThat(bytes()).isZero();
  }

  @Test
  void takesNothingWhereThereIsNoRoomAtOnce() {
    try (var own = inFlight.open(one);
        var over = inFlight.open(one);
        var more = inFlight.open(one)) {
      assertThat(own.tryGrow(3_000)).isTrue();
      assertThat(over.tryGrow(3_000)).isTrue();
      assertThat(more.tryGrow(1)).isFalse();
      assertThat(bytes()).isEqualTo(6_000);
    }
    assertThat(bytes()).isZero();
  }

  @Test
  void holdsNothingOfWhatHasNotCome() {
    try (var _ = inFlight.open(one)) {
      assertThat(bytes()).isZero();
    }
  }

  @Test
  void letsTheLargestGoOnThoughOthersAreThere() {
    try (var small = body(one, 10);
        var others = body(two, 10);
        var large = body(one, 4_000)) {
      large.grow(9_000);
      large.grow(9_000);
      assertThat(bytes()).isEqualTo(22_020);
      assertThat(refusal(() -> small.grow(1))).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
      assertThat(refusal(() -> others.grow(1))).isEqualTo(ProblemType.OVERLOADED);
    }
    assertThat(bytes()).isZero();
  }

  /** As many as there may be, each half read: one goes on, and whoever waits gives way in time. */
  @Test
  void letsOneOfManyHalfReadBodiesFinishAndThenTheNext() throws Exception {
    var halves = IntStream.range(0, 5).mapToObj(_ -> body(one, 1_000)).toList();
    halves.getFirst().grow(1_000);
    assertThat(refusal(() -> halves.get(1).grow(1_000))).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    assertThat(bytes()).as("what was refused gave back what it had").isEqualTo(5_000);
    halves.getFirst().close();
    halves.get(2).grow(1_000);
    halves.get(3).grow(1_000);
    halves.forEach(InFlight.Lease::close);
    assertThat(bytes()).isZero();
  }

  @Test
  void waitsForRoomThatIsFreedInTime() throws Exception {
    var patient = new InFlight(settings(Duration.ofSeconds(30)), new SimpleMeterRegistry());
    var first = patient.open(one);
    var second = patient.open(one);
    first.grow(9_000);
    var waiting = CompletableFuture.runAsync(() -> second.grow(5_000));
    first.close();
    waiting.get(20, TimeUnit.SECONDS);
    second.close();
  }

  /** However it falls out, nobody waits for ever and all that was taken is given back. */
  @Test
  void neverLocksUp() throws Exception {
    var busy = new InFlight(settings(Duration.ofMillis(5)), meters);
    var finished = new AtomicInteger();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 200)
              .mapToObj(at -> senders.submit(() -> send(busy, at % 2 == 0 ? one : two, finished)))
              .toList();
      for (var each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(finished).hasPositiveValue();
    var last = busy.open(one);
    last.grow(5_000);
    var ofAnother = busy.open(two);
    ofAnother.grow(5_000);
  }

  private static void send(InFlight busy, UUID tenant, AtomicInteger finished) {
    try (var lease = busy.open(tenant)) {
      for (int step = 0; step < 6; step++) {
        lease.grow(1_000);
        // others come in between, as they do while more is on its way
        LockSupport.parkNanos(100_000);
      }
      finished.incrementAndGet();
    } catch (ProblemException refused) {
      assertThat(refused.retryAfter()).hasSeconds(1);
    }
  }
}
