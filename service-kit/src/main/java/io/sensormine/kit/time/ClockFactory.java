package io.sensormine.kit.time;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** The clock that everything injects. */
@Factory
final class ClockFactory {
  /** UTC, in microseconds: what the databases keep, so that what is written reads back equal. */
  @Singleton
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }
}
