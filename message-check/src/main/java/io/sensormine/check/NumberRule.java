package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Which numbers are taken. */
final class NumberRule {
  static final NumberRule ANY = new NumberRule(true, false, Range.ALL, null);
  static final NumberRule NONE = new NumberRule(false, false, Range.ALL, null);

  private final boolean taken;
  private final boolean whole;
  private final Range range;
  private final @Nullable Divisor divisor;

  /**
   * A rule.
   *
   * @param taken whether any number is
   * @param whole whether only whole ones are, 1.0 among them
   */
  NumberRule(boolean taken, boolean whole, Range range, @Nullable Divisor divisor) {
    this.taken = taken;
    this.whole = whole;
    this.range = range;
    this.divisor = divisor;
  }

  boolean accepts(JsonNode number) {
    return taken
        && switch (number.numberType()) {
          case INT, LONG -> accepts(number.longValue());
          case FLOAT, DOUBLE -> accepts(number.doubleValue());
          case BIG_INTEGER, BIG_DECIMAL -> acceptsExact(number);
        };
  }

  private boolean accepts(long value) {
    return range.contains(value) && (divisor == null || divisor.divides(value));
  }

  private boolean accepts(double value) {
    return range.contains(value)
        && (!whole || value == Math.rint(value))
        && (divisor == null || divisor.divides(value));
  }

  private boolean acceptsExact(JsonNode number) {
    var value = Numbers.decimal(number);
    return range.contains(value)
        && (!whole || Numbers.isWhole(value))
        && (divisor == null || divisor.divides(value));
  }
}
