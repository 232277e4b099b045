package io.sensormine.kit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-31T09:15:00Z, 2026-01-31T09:15:00Z",
    "2026-01-31T10:15:00+01:00, 2026-01-31T09:15:00Z",
    "2026-01-31T09:15:00.123456789Z, 2026-01-31T09:15:00.123456Z",
    "1969-12-31T23:59:59Z, 1969-12-31T23:59:59Z",
    "1769850900, 2026-01-31T09:15:00Z",
    "1769850900.5, 2026-01-31T09:15:00.500Z",
    "1769850900123, 2026-01-31T09:15:00.123Z",
    "1769850900123456, 2026-01-31T09:15:00.123456Z",
    "1769850900123456789, 2026-01-31T09:15:00.123456Z",
    "1.7698509e9, 2026-01-31T09:15:00Z",
    "0, 1970-01-01T00:00:00Z",
    "-1, 1969-12-31T23:59:59Z",
    "99999999999, 5138-11-16T09:46:39Z",
    "100000000000, 1973-03-03T09:46:40Z"
  })
  void readsWhatClientsWrite(String text, Instant expected) {
    assertThat(Times.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-01-31",
        "2026-01-31T09:15:00",
        "2026-02-30T00:00:00Z",
        "NaN",
        "1e30",
        "1e999999999",
        "1e-999999999",
        "2026-01-31T25:00:00Z",
        "--1"
      })
  void readsNothingElse(String text) {
    assertThat(Times.parse(text)).isEmpty();
  }

  /** Near the usual form, and one character beside it. */
  @Test
  void readsTheUsualFormAsTheLibraryDoes() {
    var random = new Random(20_261_130);
    for (int round = 0; round < 200_000; round++) {
      var text = new StringBuilder(usual(random));
      if (round % 2 == 0) {
        text.setCharAt(
            random.nextInt(text.length()), "0123456789-:.TZtz /+x".charAt(random.nextInt(21)));
      }
      assertThat(Times.parse(text.toString())).as("%s", text).isEqualTo(byTheLibrary(text));
    }
  }

  private static String usual(Random random) {
    var text =
        "%04d-%02d-%02dT%02d:%02d:%02d"
            .formatted(
                random.nextInt(10_000),
                random.nextInt(14),
                random.nextInt(33),
                random.nextInt(25),
                random.nextInt(61),
                random.nextInt(61));
    int decimals = random.nextInt(11);
    return decimals == 0
        ? text + "Z"
        : text
            + "."
            + String.valueOf(random.nextLong(1_000_000_000_000L)).repeat(3).substring(0, decimals)
            + "Z";
  }

  private static Optional<Instant> byTheLibrary(CharSequence text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS));
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }

  @Test
  void readsNumbersOfAnyWriting() {
    assertThat(Times.ofNumber(new BigDecimal("1769850900000000.0")))
        .contains(Instant.parse("2026-01-31T09:15:00Z"));
  }
}
