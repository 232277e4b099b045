package io.sensormine.kit.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come true, and no longer than given. */
public final class Deadline {
  private Deadline() {}

  /** Asks again and again until it is true; fails where it is not in time. */
  public static void within(Duration time, BooleanSupplier condition) {
    within(time, "it", condition);
  }

  /** The same, with a word on what is waited for. */
  public static void within(Duration time, String what, BooleanSupplier condition) {
    var end = Instant.now().plus(time);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("%s: did not come true within %s".formatted(what, time));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
