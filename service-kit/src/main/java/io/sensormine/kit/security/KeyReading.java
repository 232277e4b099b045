package io.sensormine.kit.security;

import java.time.Duration;

/**
 * How often an issuer's keys are read, and how long they do without it.
 *
 * @param refreshAfter from one reading to the next; 1 s to 1 d
 * @param staleness how long the last word holds while the issuer is away, more than {@code
 *     refreshAfter}; up to 1 d
 * @param minInterval from any reading to one out of turn, for a key that is not known; 100 ms to 1
 *     h
 */
record KeyReading(Duration refreshAfter, Duration staleness, Duration minInterval) {
  private static final Duration LONGEST = Duration.ofDays(1);

  KeyReading {
    if (refreshAfter.compareTo(Duration.ofSeconds(1)) < 0 || refreshAfter.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("refresh-after is from 1s to 1d");
    }
    if (staleness.compareTo(refreshAfter) <= 0 || staleness.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("staleness is longer than refresh-after, up to 1d");
    }
    if (minInterval.compareTo(Duration.ofMillis(100)) < 0
        || minInterval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("min-interval is from 100ms to 1h");
    }
  }
}
