package io.sensormine.registry.containment;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Optional;

/** Arithmetic of {@code multipleOf}. */
final class Divisors {
  private static final int MAX_DIGITS = 400;

  private Divisors() {}

  /** The least number that is a multiple of each; empty for none, and where it is very long. */
  static Optional<BigDecimal> leastCommonMultiple(Collection<BigDecimal> divisors) {
    var common = BigDecimal.ZERO;
    for (var divisor : divisors) {
      common = common.signum() == 0 ? divisor : leastCommonMultiple(common, divisor);
      if (common.precision() > MAX_DIGITS || Math.abs((long) common.scale()) > MAX_DIGITS) {
        return Optional.empty();
      }
    }
    return common.signum() == 0 ? Optional.empty() : Optional.of(common);
  }

  private static BigDecimal leastCommonMultiple(BigDecimal one, BigDecimal other) {
    int scale = Math.max(0, Math.max(one.scale(), other.scale()));
    BigInteger a = one.setScale(scale).unscaledValue();
    BigInteger b = other.setScale(scale).unscaledValue();
    return new BigDecimal(a.divide(a.gcd(b)).multiply(b), scale);
  }

  /** Whether every multiple of one is a multiple of the other. */
  static boolean divides(BigDecimal divisor, BigDecimal number) {
    return number.remainder(divisor).signum() == 0;
  }
}
