package io.sensormine.kit.time;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Instants as clients write them: RFC 3339 with any offset, or a number since 1970-01-01T00:00Z
 * whose unit its size tells: under 10¹¹ seconds, under 10¹⁴ milliseconds, under 10¹⁷ microseconds,
 * else nanoseconds. What is finer than a microsecond is cut off.
 */
public final class Times {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private static final BigDecimal SECONDS_BELOW = BigDecimal.TEN.pow(11);
  private static final BigDecimal MILLIS_BELOW = BigDecimal.TEN.pow(14);
  private static final BigDecimal MICROS_BELOW = BigDecimal.TEN.pow(17);
  private static final BigDecimal LARGEST = BigDecimal.TEN.pow(20);

  private Times() {}

  /** Whether it is of the years 1 to 9999, which databases and clients have dates of. */
  public static boolean isUsual(Instant time) {
    return !time.isBefore(FIRST) && time.isBefore(END);
  }

  /** The instant that a text says, as RFC 3339 or as a number; empty where it says none. */
  public static Optional<Instant> parse(String text) {
    if (text.isEmpty() || text.length() > 40) {
      return Optional.empty();
    }
    try {
      var usual = UtcTime.parse(text);
      if (usual != null) {
        return Optional.of(usual);
      }
      return text.indexOf('-') > 0 && text.indexOf(':') > 0
          ? Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS))
          : ofNumber(new BigDecimal(text));
    } catch (DateTimeException | NumberFormatException notOne) {
      return Optional.empty();
    }
  }

  /** The instant that a number says, its unit told by its size; empty beyond nanoseconds. */
  public static Optional<Instant> ofNumber(BigDecimal number) {
    var size = number.abs();
    if (size.compareTo(LARGEST) >= 0 || number.scale() > 1000 || number.scale() < -20) {
      return Optional.empty();
    }
    var digits =
        size.compareTo(SECONDS_BELOW) < 0
            ? 9
            : size.compareTo(MILLIS_BELOW) < 0 ? 6 : size.compareTo(MICROS_BELOW) < 0 ? 3 : 0;
    BigInteger nanos = number.movePointRight(digits).toBigInteger();
    var parts = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Optional.of(
        Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact())
            .truncatedTo(ChronoUnit.MICROS));
  }
}
