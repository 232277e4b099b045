package io.sensormine.check;

import java.math.BigDecimal;

/** What numbers must be a multiple of, exactly: 0.3 is one of 0.1. */
final class Divisor {
  /** The largest power of ten that a double holds exactly. */
  private static final int MAX_EXACT_POWER = 22;

  /** Decimals of up to fifteen digits each have a double of their own. */
  private static final double FIFTEEN_DIGITS = 1e15;

  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private final BigDecimal divisor;

  /** The divisor is {@code units} divided by {@code perOne}; none where that cannot be said. */
  private final long units;

  private final double perOne;

  /**
   * A divisor.
   *
   * @param divisor more than 0
   */
  Divisor(BigDecimal divisor) {
    this.divisor = divisor;
    int scale = Math.max(divisor.scale(), 0);
    var unscaled = divisor.scaleByPowerOfTen(scale).toBigInteger();
    boolean fits = scale <= MAX_EXACT_POWER && unscaled.bitLength() < Long.SIZE;
    this.units = fits ? unscaled.longValue() : 0;
    this.perOne = Double.parseDouble("1e" + scale);
  }

  boolean divides(long value) {
    boolean exact = -EXACT_IN_DOUBLE < value && value < EXACT_IN_DOUBLE;
    return exact ? divides((double) value) : divides(BigDecimal.valueOf(value));
  }

  boolean divides(double value) {
    double scaled = value * perOne;
    if (units > 0 && Math.abs(scaled) < FIFTEEN_DIGITS) {
      // the value is a decimal of that scale if and only if it is the double of the nearest one
      double nearest = Math.rint(scaled);
      return nearest / perOne == value && (long) nearest % units == 0;
    }
    return divides(Numbers.decimal(value));
  }

  boolean divides(BigDecimal value) {
    return value.remainder(divisor).signum() == 0;
  }
}
