package io.sensormine.kit.time;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the form of RFC 3339 that nearly all clients write, {@code 2026-01-31T09:15:00.123Z},
 * without the library's formatter: it is on the way of every message.
 */
final class UtcTime {
  /** Up to where every text of the form has the same places. */
  private static final int SECONDS_END = 19;

  private static final int MAX_DECIMALS = 9;
  private static final int MICROS_DECIMALS = 6;

  private final String text;

  /** Below 0 once something was no digit or out of its bounds. */
  private int valid;

  private UtcTime(String text) {
    this.text = text;
  }

  /** The instant, cut to the microsecond; null for any other form, which may be a time or not. */
  static @Nullable Instant parse(String text) {
    int end = text.length() - 1;
    boolean form =
        end >= SECONDS_END
            && end != SECONDS_END + 1
            && end <= SECONDS_END + 1 + MAX_DECIMALS
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':'
            && text.charAt(end) == 'Z'
            && (end == SECONDS_END || text.charAt(SECONDS_END) == '.');
    return form ? new UtcTime(text).instant(end) : null;
  }

  private @Nullable Instant instant(int end) {
    int year = number(0, 4, 9_999);
    int month = number(5, 7, 12);
    int day = number(8, 10, 31);
    int seconds = number(11, 13, 23) * 3_600 + number(14, 16, 59) * 60 + number(17, 19, 59);
    int micros = end == SECONDS_END ? 0 : micros(end);
    if (valid < 0 || month == 0 || day == 0) {
      return null;
    }
    var first = LocalDate.of(year, month, 1);
    return day > first.lengthOfMonth()
        ? null
        : Instant.ofEpochSecond((first.toEpochDay() + day - 1) * 86_400 + seconds, micros * 1_000L);
  }

  private int micros(int end) {
    number(SECONDS_END + 1, end, Integer.MAX_VALUE);
    int from = SECONDS_END + 1;
    int decimals = Math.min(end - from, MICROS_DECIMALS);
    int micros = number(from, from + decimals, Integer.MAX_VALUE);
    for (int at = decimals; at < MICROS_DECIMALS; at++) {
      micros *= 10;
    }
    return micros;
  }

  private int number(int from, int to, int max) {
    int number = 0;
    for (int at = from; at < to; at++) {
      int digit = text.charAt(at) - '0';
      valid |= digit | (9 - digit);
      number = number * 10 + digit;
    }
    valid |= max - number;
    return number;
  }
}
