package io.sensormine.local;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, by asking again and again. */
final class Waiting {

  private static final Duration PAUSE = Duration.ofMillis(30);

  private Waiting() {}

  /** Waits for the condition, at most that long; returns whether it came. */
  static boolean until(Duration limit, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** A moment between two questions. */
  static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw Commands.interrupted(e);
    }
  }
}
