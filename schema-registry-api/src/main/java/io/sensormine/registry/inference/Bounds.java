package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Bounds as a person would write them. The step is the smallest of 1, 2 and 5 times a power of ten
 * that is no smaller than the spread of what was seen; the bounds are the multiples of the step
 * next to it, below and above. So 18.84 … 94.37 becomes 0 … 100 and 229.1 … 234.8 becomes 220 …
 * 240. They never lie on the other side of zero: what was never negative stays so.
 */
final class Bounds {
  /** How often something must have been seen before it is bounded by what was seen. */
  static final int MIN_SEEN = 10;

  private static final List<BigDecimal> FACTORS =
      List.of(BigDecimal.ONE, BigDecimal.TWO, BigDecimal.valueOf(5), BigDecimal.TEN);

  private final BigDecimal minimum;
  private final BigDecimal maximum;

  private Bounds(BigDecimal minimum, BigDecimal maximum) {
    this.minimum = minimum;
    this.maximum = maximum;
  }

  /** Around two numbers that differ. */
  static Bounds around(BigDecimal smallest, BigDecimal largest) {
    var step = roundedUp(largest.subtract(smallest));
    return new Bounds(
        smallest.divide(step, 0, RoundingMode.FLOOR).multiply(step),
        largest.divide(step, 0, RoundingMode.CEILING).multiply(step));
  }

  /** The smallest of 1, 2 and 5 times a power of ten that is no smaller than a positive number. */
  static BigDecimal roundedUp(BigDecimal number) {
    var power = BigDecimal.ONE.scaleByPowerOfTen(number.precision() - number.scale() - 1);
    return FACTORS.stream()
        .map(power::multiply)
        .filter(step -> step.compareTo(number) >= 0)
        .findFirst()
        .orElseThrow();
  }

  BigDecimal minimum() {
    return minimum;
  }

  BigDecimal maximum() {
    return maximum;
  }

  /** A number as JSON without an exponent where it is a whole one of usual size. */
  static JsonNode json(BigDecimal number) {
    var plain = number.stripTrailingZeros();
    return plain.scale() <= 0 && plain.precision() - plain.scale() <= 18
        ? JsonNodeFactory.instance.numberNode(plain.longValueExact())
        : JsonNodeFactory.instance.numberNode(plain);
  }
}
