package io.sensormine.kit.recurring;

import java.time.Duration;

/**
 * Work that a service does from time to time, in every replica, from when it answers until it
 * stops. One time at a time; a bean that is one is started and stopped by the kit.
 */
public interface Recurring {
  /** From the end of one time to the beginning of the next. */
  Duration interval();

  /** From the start of the service to the first time. */
  default Duration firstAfter() {
    return interval();
  }

  /** Does it once. What it throws ends it for good, so it tells of its failures itself. */
  void run();

  /** Hears that the service stops: what is under way should end soon. */
  default void stop() {}

  /** Whether what is under way is interrupted when the service stops. */
  default boolean isInterruptible() {
    return false;
  }
}
