package io.sensormine.query.bucket;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a bucket is: so many of a unit, 1,000 years at the most.
 *
 * <p>Buckets are numbered. Number 0 of seconds, minutes and hours starts at 1970-01-01T00:00Z; of
 * days, months, quarters and years on 1970-01-01, of weeks on Monday 1970-01-05, each when that day
 * starts in the zone asked for.
 */
public record BucketSize(int count, BucketUnit unit) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})([a-z]{1,2})");
  private static final long LONGEST_SECONDS = 1_000 * BucketUnit.YEAR.seconds();
  private static final int EPOCH_MONTH = 1970 * 12;
  private static final LocalDate FIRST_MONDAY = LocalDate.of(1970, 1, 5);

  /** The size that a text such as {@code 15m} or {@code 1mo} says; empty where it says none. */
  public static Optional<BucketSize> parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int count = Integer.parseInt(parts.group(1));
    return BucketUnit.ofCode(parts.group(2))
        .map(unit -> new BucketSize(count, unit))
        .filter(size -> size.seconds() <= LONGEST_SECONDS);
  }

  /** Its length; the mean one where the calendar's differ. */
  public long seconds() {
    return count * unit.seconds();
  }

  /** Whether all are as long, and so many of them after 1970-01-01T00:00Z or before. */
  public boolean fixed() {
    return unit.fixed();
  }

  /** The number of the bucket that the instant's local date, or the instant itself, falls in. */
  long number(Instant instant, ZoneId zone) {
    if (fixed()) {
      return Math.floorDiv(instant.getEpochSecond(), seconds());
    }
    var date = instant.atZone(zone).toLocalDate();
    return switch (unit) {
      case SECOND, MINUTE, HOUR -> throw new IllegalStateException("fixed");
      case DAY -> Math.floorDiv(date.toEpochDay(), count);
      case WEEK -> Math.floorDiv(ChronoUnit.DAYS.between(FIRST_MONDAY, date), 7L * count);
      case MONTH, QUARTER, YEAR -> Math.floorDiv(months(date), (long) months());
    };
  }

  /** When the bucket of that number starts. */
  Instant start(long number, ZoneId zone) {
    return switch (unit) {
      case SECOND, MINUTE, HOUR -> Instant.ofEpochSecond(number * seconds());
      case DAY -> LocalDate.ofEpochDay(number * count).atStartOfDay(zone).toInstant();
      case WEEK -> FIRST_MONDAY.plusWeeks(number * count).atStartOfDay(zone).toInstant();
      case MONTH, QUARTER, YEAR ->
          LocalDate.EPOCH.plusMonths(number * months()).atStartOfDay(zone).toInstant();
    };
  }

  private static long months(LocalDate date) {
    return date.getYear() * 12L + date.getMonthValue() - 1 - EPOCH_MONTH;
  }

  private int months() {
    return switch (unit) {
      case QUARTER -> 3 * count;
      case YEAR -> 12 * count;
      case SECOND, MINUTE, HOUR, DAY, WEEK, MONTH -> count;
    };
  }

  /** As clients write it. */
  @Override
  public String toString() {
    return count + unit.code();
  }
}
