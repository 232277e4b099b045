package io.sensormine.kit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
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

  @Test
  void readsNumbersOfAnyWriting() {
    assertThat(Times.ofNumber(new BigDecimal("1769850900000000.0")))
        .contains(Instant.parse("2026-01-31T09:15:00Z"));
  }
}
