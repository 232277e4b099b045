package io.sensormine.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Numbers between two bounds. Longs and doubles are compared as such: the bounds are the outermost
 * long and the outermost double within, so that nothing is rounded and nothing allocated.
 */
final class Range {
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  static final Range ALL = new Range(null, false, null, false);

  private final @Nullable BigDecimal low;
  private final boolean aboveLow;
  private final @Nullable BigDecimal high;
  private final boolean belowHigh;
  private final boolean anyLong;
  private final long lowLong;
  private final long highLong;
  private final double lowDouble;
  private final double highDouble;

  /**
   * A range.
   *
   * @param low null for no bound
   * @param aboveLow whether the bound itself is outside
   * @param high null for no bound
   * @param belowHigh whether the bound itself is outside
   */
  Range(@Nullable BigDecimal low, boolean aboveLow, @Nullable BigDecimal high, boolean belowHigh) {
    this.low = low;
    this.aboveLow = aboveLow;
    this.high = high;
    this.belowHigh = belowHigh;
    var lowest = low == null ? MIN_LONG : lowestWhole(low, aboveLow);
    var highest = high == null ? MAX_LONG : highestWhole(high, belowHigh);
    this.anyLong = lowest.compareTo(MAX_LONG) <= 0 && highest.compareTo(MIN_LONG) >= 0;
    this.lowLong = lowest.max(MIN_LONG).min(MAX_LONG).longValue();
    this.highLong = highest.max(MIN_LONG).min(MAX_LONG).longValue();
    this.lowDouble = low == null ? Double.NEGATIVE_INFINITY : lowestDouble(low);
    this.highDouble = high == null ? Double.POSITIVE_INFINITY : highestDouble(high);
  }

  /** One number alone. */
  static Range of(BigDecimal value) {
    return new Range(value, false, value, false);
  }

  boolean contains(long value) {
    return anyLong && value >= lowLong && value <= highLong;
  }

  boolean contains(double value) {
    return value >= lowDouble && value <= highDouble;
  }

  boolean contains(BigDecimal value) {
    return !isBelow(value) && !isAbove(value);
  }

  private boolean isBelow(BigDecimal value) {
    return low != null && value.compareTo(low) < (aboveLow ? 1 : 0);
  }

  private boolean isAbove(BigDecimal value) {
    return high != null && value.compareTo(high) > (belowHigh ? -1 : 0);
  }

  private static BigDecimal lowestWhole(BigDecimal low, boolean above) {
    var whole = low.setScale(0, RoundingMode.CEILING);
    return above && whole.compareTo(low) == 0 ? whole.add(BigDecimal.ONE) : whole;
  }

  private static BigDecimal highestWhole(BigDecimal high, boolean below) {
    var whole = high.setScale(0, RoundingMode.FLOOR);
    return below && whole.compareTo(high) == 0 ? whole.subtract(BigDecimal.ONE) : whole;
  }

  private double lowestDouble(BigDecimal bound) {
    // its neighbours are the nearest that can be out of place
    double lowest = Math.nextDown(bound.doubleValue());
    while (lowest < Double.POSITIVE_INFINITY && isBelow(Numbers.decimal(lowest))) {
      lowest = Math.nextUp(lowest);
    }
    return lowest;
  }

  private double highestDouble(BigDecimal bound) {
    double highest = Math.nextUp(bound.doubleValue());
    while (highest > Double.NEGATIVE_INFINITY && isAbove(Numbers.decimal(highest))) {
      highest = Math.nextDown(highest);
    }
    return highest;
  }
}
