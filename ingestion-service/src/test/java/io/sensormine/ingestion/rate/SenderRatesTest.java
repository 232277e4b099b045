package io.sensormine.ingestion.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SenderRatesTest {
  private final HandTime time = new HandTime();
  private final Sender gateway = new Sender(UUID.randomUUID(), null, "key");

  /** A clock that is moved by hand. */
  private static final class HandTime implements TimeMeter {
    private long nanos;

    void pass(Duration duration) {
      nanos += duration.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private SenderRates rates(int tenant, int tenantBurst, int device, int deviceBurst) {
    return new SenderRates(
        new SenderRateSettings(
            tenant, tenantBurst, device, deviceBurst, 100, Duration.ofMillis(200)),
        new SimpleMeterRegistry(),
        time);
  }

  private static List<RawMessage> of(String device, int count) {
    return Collections.nCopies(
        count, new RawMessage(new byte[0], 0, 0, PayloadFormat.JSON, "", device, null));
  }

  private static ProblemException refusal(Runnable call) {
    var refused = catchThrowableOfType(ProblemException.class, call::run);
    assertThat(refused).isNotNull();
    assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    return refused;
  }

  @Test
  void refusesADeviceThatSendsTooMuchAndSaysWhenItMayAgain() {
    var rates = rates(0, 1, 10, 20);
    rates.admit(gateway, of("pump", 20));
    var refused = refusal(() -> rates.admit(gateway, of("pump", 15)));
    assertThat(refused.detail()).startsWith("A device sends more");
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(2));
    rates.admit(gateway, of("fan", 20));
    time.pass(Duration.ofSeconds(2));
    rates.admit(gateway, of("pump", 15));
  }

  @Test
  void refusesATenantThatSendsTooMuchWhateverItsDevices() {
    var rates = rates(10, 20, 0, 1);
    rates.admit(gateway, of("pump", 12));
    var refused = refusal(() -> rates.admit(gateway, of("fan", 12)));
    assertThat(refused.detail()).startsWith("Your tenant's devices");
    rates.admit(new Sender(UUID.randomUUID(), null, "key"), of("fan", 12));
  }

  @Test
  void countsNothingOfWhatItRefuses() {
    var rates = rates(10, 100, 10, 20);
    var both = Stream.concat(of("fan", 20).stream(), of("pump", 20).stream()).toList();
    rates.admit(gateway, of("pump", 1));
    for (int i = 0; i < 10; i++) {
      refusal(() -> rates.admit(gateway, both));
    }
    rates.admit(gateway, of("fan", 20));
  }

  @Test
  void letsMoreThanABurstThroughWhereTheBucketIsFullAndMakesUpForItAfterwards() {
    var rates = rates(0, 1, 10, 20);
    rates.admit(gateway, of("pump", 100));
    time.pass(Duration.ofSeconds(8));
    refusal(() -> rates.admit(gateway, of("pump", 1)));
    time.pass(Duration.ofSeconds(2));
    rates.admit(gateway, of("pump", 20));
  }

  @Test
  void waitsForAStreamAsLongAsItsPatience() {
    var rates =
        new SenderRates(
            new SenderRateSettings(0, 1, 100, 10, 100, Duration.ofSeconds(30)),
            new SimpleMeterRegistry());
    long before = System.nanoTime();
    rates.await(gateway, of("pump", 10));
    rates.await(gateway, of("pump", 10));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(90));
    var impatient = rates(0, 1, 1, 10);
    impatient.await(gateway, of("pump", 10));
    assertThatThrownBy(() -> impatient.await(gateway, of("pump", 10)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void boundsNothingWhereSwitchedOff() {
    var rates = rates(0, 1, 0, 1);
    for (int i = 0; i < 100; i++) {
      rates.admit(gateway, of("pump", 1_000));
    }
  }
}
