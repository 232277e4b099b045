package io.sensormine.ingestion.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.time.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The instant that a message was measured at. */
public sealed interface MessageTime {
  /** It is one that can be stored, to the microsecond. */
  record At(Instant instant) implements MessageTime {}

  /** It is not. */
  record Unfit(Flaw flaw) implements MessageTime {}

  /**
   * Reads a time from 1970-01-01 to {@code maxAhead} after now, both included.
   *
   * @param path where it stands, as a JSON Pointer
   */
  static MessageTime of(JsonNode time, String path, Instant now, Duration maxAhead) {
    var parsed = parse(time);
    if (parsed.isEmpty()) {
      return unfit(
          RejectionCode.TIME_INVALID,
          path,
          "A time is RFC 3339, such as 2026-01-31T09:15:00Z, or a number since 1970.");
    }
    var instant = parsed.get();
    if (instant.isBefore(Instant.EPOCH)) {
      return unfit(RejectionCode.TIME_INVALID, path, "The time lies before 1970-01-01.");
    }
    if (instant.isAfter(now.plus(maxAhead))) {
      return unfit(
          RejectionCode.TIME_IN_FUTURE,
          path,
          "%s is more than %s ahead of our clock, %s.".formatted(instant, maxAhead, now));
    }
    return new At(instant);
  }

  private static Optional<Instant> parse(JsonNode time) {
    if (time.isTextual()) {
      return Times.parse(time.textValue());
    }
    if (time.isIntegralNumber()) {
      return Times.ofNumber(BigDecimal.valueOf(time.longValue()));
    }
    return time.isDouble() && Double.isFinite(time.doubleValue())
        ? Times.ofNumber(BigDecimal.valueOf(time.doubleValue()))
        : Optional.empty();
  }

  private static MessageTime unfit(RejectionCode code, String path, String why) {
    return new Unfit(new Flaw(code, path, why));
  }
}
