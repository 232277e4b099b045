package io.sensormine.query.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Times as {@link Instant#toString} writes them, in less time where many are of the same day. Not
 * thread-safe.
 */
public final class TimeText {
  private static final long DAY = 86_400;
  private static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_LENGTH = 19;

  private final byte[] text = "yyyy-mm-ddThh:mm:ss.nnnnnnnnnZ".getBytes(StandardCharsets.US_ASCII);
  private @Nullable Long dayWritten;

  /** As {@link Instant#toString} writes it. */
  public String of(Instant time) {
    long day = Math.floorDiv(time.getEpochSecond(), DAY);
    if (day < FIRST_DAY || day > LAST_DAY) {
      return time.toString();
    }
    if (dayWritten == null || dayWritten != day) {
      var date = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(date, 0, text, 0, DATE_LENGTH);
      dayWritten = day;
    }
    int second = Math.toIntExact(Math.floorMod(time.getEpochSecond(), DAY));
    digits(second / 3600, DATE_LENGTH + 1, 2);
    digits(second / 60 % 60, DATE_LENGTH + 4, 2);
    digits(second % 60, DATE_LENGTH + 7, 2);
    int end = fraction(time.getNano());
    text[end++] = 'Z';
    return new String(text, 0, end, StandardCharsets.US_ASCII);
  }

  /** Writes it in none, three, six or nine digits, the fewest that tell it; where it ends. */
  private int fraction(int nanos) {
    if (nanos == 0) {
      return SECONDS_LENGTH;
    }
    text[SECONDS_LENGTH] = '.';
    int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
    int value = digits == 3 ? nanos / 1_000_000 : digits == 6 ? nanos / 1_000 : nanos;
    digits(value, SECONDS_LENGTH + 1, digits);
    return SECONDS_LENGTH + 1 + digits;
  }

  private void digits(int value, int at, int count) {
    int rest = value;
    for (int digit = at + count - 1; digit >= at; digit--) {
      text[digit] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
