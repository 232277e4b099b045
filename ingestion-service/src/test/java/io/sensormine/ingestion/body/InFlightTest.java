package io.sensormine.ingestion.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final InFlight inFlight =
      new InFlight(new BodySettings(1_024, 1_024, 1, 1_024, 10_000, 50), meters);
  private final UUID one = UUID.randomUUID();
  private final UUID two = UUID.randomUUID();

  private static ProblemType refusal(Runnable call) {
    var refused = catchThrowableOfType(ProblemException.class, call::run);
    assertThat(refused).isNotNull();
    assertThat(refused.retryAfter()).hasSeconds(1);
    return refused.type();
  }

  private double bytes() {
    return meters.get("sensormine.ingestion.bodies.bytes").gauge().value();
  }

  @Test
  void refusesWhatIsBeyondATenantsShareAndBeyondAll() {
    try (var own = inFlight.open(one, 3_000)) {
      own.grow(2_000);
      assertThat(refusal(() -> inFlight.open(one, 1))).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
      try (var other = inFlight.open(two, 4_000)) {
        assertThat(refusal(() -> inFlight.open(UUID.randomUUID(), 1_001)))
            .isEqualTo(ProblemType.OVERLOADED);
        other.grow(1_000);
        assertThat(bytes()).isEqualTo(10_000);
        assertThat(refusal(() -> other.grow(1))).isEqualTo(ProblemType.OVERLOADED);
      }
      inFlight.open(two, 5_000).close();
    }
    assertThat(bytes()).isZero();
  }

  @Test
  void letsALargeOneInWhereThereIsNoOther() {
    try (var large = inFlight.open(one, 9_000)) {
      large.grow(9_000);
      assertThat(refusal(() -> inFlight.open(one, 1))).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
      assertThat(refusal(() -> inFlight.open(two, 1))).isEqualTo(ProblemType.OVERLOADED);
    }
    inFlight.open(two, 1).close();
    assertThat(bytes()).isZero();
  }
}
