package io.sensormine.query.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Buckets, one after the other. */
final class Calendar {
  private static final LocalDate MONDAY = LocalDate.of(1970, 1, 5);

  private Calendar() {}

  /**
   * When a bucket starts and ends.
   *
   * @param end exclusive
   */
  record Bucket(Instant start, Instant end) {}

  /** Those that meet a range. */
  static List<Bucket> buckets(String size, ZoneId zone, Instant from, Instant to) {
    var unit = size.replaceAll("[0-9]", "");
    int count = Integer.parseInt(size.replaceAll("[a-z]", ""));
    var found = new ArrayList<Bucket>();
    if (unit.equals("m") || unit.equals("h")) {
      long seconds = count * (unit.equals("m") ? 60L : 3_600L);
      for (long at = from.getEpochSecond() / seconds * seconds;
          Instant.ofEpochSecond(at).isBefore(to);
          at += seconds) {
        found.add(new Bucket(Instant.ofEpochSecond(at), Instant.ofEpochSecond(at + seconds)));
      }
      return found;
    }
    var date = first(unit, count, from.atZone(zone).toLocalDate());
    while (date.atStartOfDay(zone).toInstant().isBefore(to)) {
      var next = after(unit, count, date);
      found.add(
          new Bucket(date.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant()));
      date = next;
    }
    return found;
  }

  private static LocalDate first(String unit, int count, LocalDate date) {
    long months = ChronoUnit.MONTHS.between(LocalDate.EPOCH, date.withDayOfMonth(1));
    return switch (unit) {
      case "d" -> LocalDate.ofEpochDay(date.toEpochDay() / count * count);
      case "w" -> MONDAY.plusWeeks(ChronoUnit.DAYS.between(MONDAY, date) / 7 / count * count);
      case "mo" -> LocalDate.EPOCH.plusMonths(months / count * count);
      default -> throw new IllegalArgumentException(unit);
    };
  }

  private static LocalDate after(String unit, int count, LocalDate date) {
    return switch (unit) {
      case "d" -> date.plusDays(count);
      case "w" -> date.plusWeeks(count);
      case "mo" -> date.plusMonths(count);
      default -> throw new IllegalArgumentException(unit);
    };
  }
}
