package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.sensormine.query.gather.End;
import io.sensormine.query.gather.Tally;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What becomes of a bucket's readings. */
enum Aggregate {
  AVG("avg", Source.CELLS),
  MIN("min", Source.CELLS),
  MAX("max", Source.CELLS),
  SUM("sum", Source.CELLS),
  COUNT("count", Source.CELLS),
  FIRST("first", Source.ENDS),
  LAST("last", Source.ENDS),
  STDDEV("stddev", Source.CELLS),
  DELTA("delta", Source.CELLS),
  INCREASE("increase", Source.LINKS),
  RATE("rate", Source.LINKS),
  P50("p50", Source.READINGS),
  P90("p90", Source.READINGS),
  P95("p95", Source.READINGS),
  P99("p99", Source.READINGS),
  TWA("twa", Source.READINGS),
  DISTINCT("distinct", Source.READINGS),
  MODE("mode", Source.READINGS),
  STATE_DURATION("stateDuration", Source.READINGS);

  private final String code;
  private final Source source;

  Aggregate(String code, Source source) {
    this.code = code;
    this.source = source;
  }

  /** What it is computed from. */
  enum Source {
    /** Cells, which rollups hold, too. */
    CELLS,
    /** Cells where the field cannot hold texts; else readings one by one. */
    ENDS,
    /** Consecutive readings and cells of each device. */
    LINKS,
    /** Readings one by one. */
    READINGS
  }

  Source source() {
    return source;
  }

  /** As clients write it. */
  String code() {
    return code;
  }

  /** Whether it can tell of texts. */
  boolean ofTexts() {
    return switch (this) {
      case FIRST, LAST, DISTINCT, MODE, STATE_DURATION -> true;
      default -> false;
    };
  }

  /** Whether it depends on each of the values. */
  boolean ofValues() {
    return switch (this) {
      case P50, P90, P95, P99, DISTINCT, MODE -> true;
      default -> false;
    };
  }

  /** Whether it depends on how long values hold. */
  boolean holding() {
    return this == TWA || this == STATE_DURATION;
  }

  /** The unit that its values are in, given the readings'. */
  @Nullable String unit(@Nullable String ofField) {
    return switch (this) {
      case COUNT, DISTINCT -> null;
      case STATE_DURATION -> "s";
      case RATE -> ofField == null ? null : ofField + "/s";
      default -> ofField;
    };
  }

  /** The value of a bucket by its cells; null where no number tells it. */
  @Nullable JsonNode of(Tally tally) {
    return switch (this) {
      case AVG -> number(tally.meanAsDouble());
      case MIN -> bound(tally.min());
      case MAX -> bound(tally.max());
      case SUM -> number(tally.sum());
      case COUNT -> LongNode.valueOf(tally.count());
      case FIRST -> value(tally.first());
      case LAST -> value(tally.last());
      case STDDEV -> deviation(tally);
      case DELTA -> delta(tally);
      default -> throw new IllegalStateException(code + " is not of cells");
    };
  }

  /** The value of a bucket by its readings; null where there is none. */
  @Nullable JsonNode of(Spread spread) {
    return switch (this) {
      case FIRST -> spread.first();
      case LAST -> spread.last();
      case P50 -> number(spread.percentile(0.5));
      case P90 -> number(spread.percentile(0.9));
      case P95 -> number(spread.percentile(0.95));
      case P99 -> number(spread.percentile(0.99));
      case TWA -> number(spread.timeWeighted());
      case DISTINCT -> LongNode.valueOf(spread.distinct());
      case MODE -> spread.mode();
      default -> throw new IllegalStateException(code + " is not of readings");
    };
  }

  /** The value of a bucket of so many seconds by the sum of its steps. */
  @Nullable JsonNode of(double increase, double seconds) {
    return number(this == RATE ? increase / seconds : increase);
  }

  private static @Nullable JsonNode bound(@Nullable BigDecimal bound) {
    return bound == null ? null : number(bound);
  }

  private static @Nullable JsonNode value(@Nullable End end) {
    return end == null
        ? null
        : end.value().isNumber() ? number(end.value().doubleValue()) : end.value();
  }

  private static @Nullable JsonNode deviation(Tally tally) {
    var squares = tally.squares();
    return squares == null || tally.count() < 2
        ? null
        : number(
            squares
                .max(BigDecimal.ZERO)
                .divide(BigDecimal.valueOf(tally.count() - 1), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL64));
  }

  private static @Nullable JsonNode delta(Tally tally) {
    var first = tally.first();
    var last = tally.last();
    return first == null || last == null
        ? null
        : number(decimal(last.value()).subtract(decimal(first.value())));
  }

  private static BigDecimal decimal(JsonNode value) {
    return value.isBoolean()
        ? (value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO)
        : value.decimalValue();
  }

  private static @Nullable JsonNode number(BigDecimal number) {
    return number(number.doubleValue());
  }

  /** What no double can hold cannot be told in JSON either. */
  private static @Nullable JsonNode number(@Nullable Double number) {
    return number == null || !Double.isFinite(number) ? null : DoubleNode.valueOf(number);
  }

  static Stream<String> options() {
    return Arrays.stream(values()).map(Aggregate::code);
  }

  static Optional<Aggregate> ofCode(String code) {
    return Arrays.stream(values()).filter(aggregate -> aggregate.code.equals(code)).findFirst();
  }
}
