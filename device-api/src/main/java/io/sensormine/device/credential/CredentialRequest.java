package io.sensormine.device.credential;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.text.PlainText;
import io.sensormine.kit.time.Times;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credential wanted.
 *
 * @param notBefore RFC 3339, inclusive; at once where not said
 * @param notAfter RFC 3339, exclusive; never where not said
 */
@Introspected
record CredentialRequest(
    @Nullable @Size(min = 1, max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String name,
    @Nullable Object notBefore,
    @Nullable Object notAfter) {
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = EARLIEST.plus(365_000, ChronoUnit.DAYS);

  /** What is asked for; 422 where it could never be used. */
  Terms terms(Instant now) {
    var from = time("/notBefore", notBefore);
    var to = time("/notAfter", notAfter);
    if (to != null && (!to.isAfter(now) || (from != null && !from.isBefore(to)))) {
      throw ProblemException.at(
          "/notAfter",
          ProblemType.INVALID_REQUEST,
          "notAfter lies in the future, and after notBefore.");
    }
    return new Terms(name, from, to);
  }

  private static @Nullable Instant time(String path, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return (value instanceof String || value instanceof Number
            ? Times.parse(value.toString())
            : Optional.<Instant>empty())
        .filter(time -> time.isAfter(EARLIEST) && time.isBefore(LATEST))
        .orElseThrow(() ->
            ProblemException.at(
                path, ProblemType.INVALID_REQUEST, "A time is written 2026-01-31T09:15:00Z."));
  }

  /** A credential's name and period. */
  record Terms(@Nullable String name, @Nullable Instant notBefore, @Nullable Instant notAfter) {}
}
