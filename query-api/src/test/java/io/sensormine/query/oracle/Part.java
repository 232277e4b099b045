package io.sensormine.query.oracle;

import io.sensormine.query.oracle.Calendar.Bucket;
import io.sensormine.query.oracle.Readings.Reading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** What a question takes of one bucket. */
final class Part {
  private static final MathContext DIGITS = MathContext.DECIMAL128;

  /** Numbers and booleans by what they count, text by its letters. */
  private static final Comparator<Reading> BY_VALUE =
      Comparator.comparing((Reading reading) -> number(reading))
          .thenComparing(reading -> text(reading.value()));

  /** A reading for as long as it holds here. */
  private record Held(Reading reading, BigDecimal seconds) {}

  private final List<Reading> all;
  private final Bucket bucket;
  private final Instant from;
  private final Instant to;
  private final List<Reading> here;

  /**
   * Of a bucket and the range that it may be cut by.
   *
   * @param all readings of the group, in order, also those of other times
   */
  Part(List<Reading> all, Bucket bucket, Instant from, Instant to) {
    this.all = all;
    this.bucket = bucket;
    this.from = bucket.start().isBefore(from) ? from : bucket.start();
    this.to = bucket.end().isAfter(to) ? to : bucket.end();
    this.here = all.stream().filter(reading -> isHere(reading.time())).toList();
  }

  private boolean isHere(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  boolean hasReadings() {
    return !here.isEmpty();
  }

  /** Null where there are no readings, or no value of them. */
  @Nullable Object aggregate(String aggregate) {
    if (here.isEmpty()) {
      return null;
    }
    var size = BigDecimal.valueOf(here.size());
    return switch (aggregate) {
      case "count" -> size;
      case "sum" -> sum();
      case "avg" -> sum().divide(size, DIGITS);
      case "min" -> numbers().getFirst();
      case "max" -> numbers().getLast();
      case "first" -> here.getFirst().value();
      case "last" -> here.getLast().value();
      case "delta" -> number(here.getLast()).subtract(number(here.getFirst()));
      case "stddev" -> stddev();
      case "increase" -> increase();
      case "rate" ->
          increase().divide(seconds(Duration.between(bucket.start(), bucket.end())), DIGITS);
      case "p50" -> percentile("0.50");
      case "p90" -> percentile("0.90");
      case "p95" -> percentile("0.95");
      case "p99" -> percentile("0.99");
      case "twa" -> timeWeighted();
      case "distinct" -> BigDecimal.valueOf(frequencies().size());
      case "mode" -> mode();
      default -> throw new IllegalArgumentException(aggregate);
    };
  }

  /** True is 1; text is nothing. */
  static BigDecimal number(Object value) {
    return switch (value) {
      case BigDecimal number -> number;
      case Boolean truth -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
      default -> BigDecimal.ZERO;
    };
  }

  static BigDecimal number(Reading reading) {
    return number(reading.value());
  }

  private List<BigDecimal> numbers() {
    return here.stream().map(reading -> number(reading)).sorted().toList();
  }

  private BigDecimal sum() {
    return here.stream().map(reading -> number(reading)).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private @Nullable BigDecimal stddev() {
    if (here.size() < 2) {
      return null;
    }
    var mean = sum().divide(BigDecimal.valueOf(here.size()), DIGITS);
    var squares = BigDecimal.ZERO;
    for (var number : numbers()) {
      squares = squares.add(number.subtract(mean).pow(2));
    }
    return squares.divide(BigDecimal.valueOf(here.size() - 1), DIGITS).sqrt(DIGITS);
  }

  private BigDecimal percentile(String share) {
    var sorted = numbers();
    var place = new BigDecimal(share).multiply(BigDecimal.valueOf(sorted.size() - 1));
    int below = place.intValue();
    int above = Math.min(below + 1, sorted.size() - 1);
    var rest = place.subtract(BigDecimal.valueOf(below));
    return sorted.get(below).add(sorted.get(above).subtract(sorted.get(below)).multiply(rest));
  }

  private BigDecimal increase() {
    var before = new HashMap<UUID, BigDecimal>();
    var sum = BigDecimal.ZERO;
    for (var reading : all) {
      var after = number(reading);
      var last = before.put(reading.device().id(), after);
      if (last != null && isHere(reading.time())) {
        sum = sum.add(after.compareTo(last) < 0 ? reading.scaled() : after.subtract(last));
      }
    }
    return sum;
  }

  private BigDecimal timeWeighted() {
    var weighted = BigDecimal.ZERO;
    var time = BigDecimal.ZERO;
    for (var held : held()) {
      weighted = weighted.add(number(held.reading()).multiply(held.seconds()));
      time = time.add(held.seconds());
    }
    return weighted.divide(time, DIGITS);
  }

  /** Every reading that holds here for a time, whenever it was made. */
  private List<Held> held() {
    var next = new HashMap<UUID, Instant>();
    var found = new ArrayList<Held>();
    for (var reading : all.reversed()) {
      var until = next.put(reading.device().id(), reading.time());
      var start = reading.time().isBefore(from) ? from : reading.time();
      var end = until == null || until.isAfter(to) ? to : until;
      if (start.isBefore(end)) {
        found.add(new Held(reading, seconds(Duration.between(start, end))));
      }
    }
    return found;
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9);
  }

  /** The seconds of each state that any device is in here for a time. */
  Map<String, BigDecimal> states() {
    var states = new TreeMap<String, BigDecimal>();
    held()
        .forEach(one -> states.merge(text(one.reading().value()), one.seconds(), BigDecimal::add));
    return states;
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : value.toString();
  }

  /** How often each value comes, by its text. */
  private Map<String, Integer> frequencies() {
    var frequencies = new TreeMap<String, Integer>();
    here.forEach(reading -> frequencies.merge(text(reading.value()), 1, Integer::sum));
    return frequencies;
  }

  private Object mode() {
    var frequencies = frequencies();
    BinaryOperator<Reading> moreFrequent =
        (one, other) -> {
          int difference =
              Integer.compare(
                  frequencies.getOrDefault(text(one.value()), 0),
                  frequencies.getOrDefault(text(other.value()), 0));
          return difference > 0 || (difference == 0 && BY_VALUE.compare(one, other) <= 0)
              ? one
              : other;
        };
    return here.stream().reduce(moreFrequent).orElseThrow().value();
  }
}
