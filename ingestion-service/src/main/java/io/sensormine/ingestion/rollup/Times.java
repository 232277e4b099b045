package io.sensormine.ingestion.rollup;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The days and hours that rollups are made of; all UTC. */
final class Times {
  private static final Duration DAY = Duration.ofHours(24);

  private Times() {}

  /** The beginning of the day that an instant is of. */
  static Instant day(Instant instant) {
    return instant.truncatedTo(ChronoUnit.DAYS);
  }

  /** The beginning of the day after. */
  static Instant nextDay(Instant instant) {
    return day(instant).plus(DAY);
  }

  /** As JDBC takes it. */
  static OffsetDateTime of(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
