package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand.Bound;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From where to where a measure goes.
 *
 * @param lower null for no bound
 * @param upper null for no bound
 */
record Range(
    @Nullable BigDecimal lower,
    boolean lowerInclusive,
    @Nullable BigDecimal upper,
    boolean upperInclusive) {
  static final Range ANY = new Range(null, true, null, true);

  /** What keeps all the bounds. */
  static Range of(List<Bound> bounds) {
    var range = ANY;
    for (var bound : bounds) {
      range = range.and(bound.upper(), bound.limit(), bound.inclusive());
    }
    return range;
  }

  Range atLeast(BigDecimal limit) {
    return and(false, limit, true);
  }

  Range atMost(BigDecimal limit) {
    return and(true, limit, true);
  }

  private Range and(boolean up, BigDecimal limit, boolean inclusive) {
    var own = up ? upper : lower;
    boolean ownInclusive = up ? upperInclusive : lowerInclusive;
    int stricter = own == null ? 1 : up ? own.compareTo(limit) : limit.compareTo(own);
    if (stricter < 0 || (stricter == 0 && (!ownInclusive || inclusive))) {
      return this;
    }
    return up
        ? new Range(lower, lowerInclusive, limit, inclusive)
        : new Range(limit, inclusive, upper, upperInclusive);
  }

  /** The multiples of a step alone. */
  Range multiples(BigDecimal step) {
    return new Range(
        lower == null ? null : multiple(lower, step, RoundingMode.CEILING, lowerInclusive),
        true,
        upper == null ? null : multiple(upper, step, RoundingMode.FLOOR, upperInclusive),
        true);
  }

  private static BigDecimal multiple(
      BigDecimal limit, BigDecimal step, RoundingMode rounding, boolean inclusive) {
    var nearest = limit.divide(step, 0, rounding).multiply(step);
    if (inclusive || nearest.compareTo(limit) != 0) {
      return nearest;
    }
    return rounding == RoundingMode.CEILING ? nearest.add(step) : nearest.subtract(step);
  }

  boolean isEmpty() {
    if (lower == null || upper == null) {
      return false;
    }
    int width = upper.compareTo(lower);
    return width < 0 || (width == 0 && !(lowerInclusive && upperInclusive));
  }

  boolean isPoint() {
    return lower != null && upper != null && !isEmpty() && lower.compareTo(upper) == 0;
  }

  /** Whether all of the range keeps a bound. */
  boolean keeps(Bound bound) {
    var end = bound.upper() ? upper : lower;
    if (end == null) {
      return false;
    }
    boolean inclusive = bound.upper() ? upperInclusive : lowerInclusive;
    return bound.keeps(end) || (!inclusive && end.compareTo(bound.limit()) == 0);
  }
}
