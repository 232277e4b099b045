package io.sensormine.kit.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens by itself, and gives up with a word on what was waited for. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Eventually() {}

  /** Returns once the condition holds; fails where it does not within half a minute. */
  public static void holds(String what, BooleanSupplier condition) {
    var deadline = Instant.now().plus(DEADLINE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("never came: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
