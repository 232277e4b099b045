package io.sensormine.query.unit;

import java.math.BigDecimal;
import java.math.MathContext;
import javax.measure.UnitConverter;
import tech.units.indriya.function.RationalNumber;

/**
 * Takes numbers from one unit to another, exactly where that has an end and to 34 digits where it
 * has not. Thread-safe.
 */
public sealed interface Conversion {
  /** Leaves numbers as they are. */
  static Conversion none() {
    return new Identity();
  }

  /** The number in the other unit. */
  BigDecimal apply(BigDecimal number);

  /** The double that is nearest to the number in the other unit; an infinite one stays as it is. */
  default double apply(double number) {
    return Double.isFinite(number) ? apply(BigDecimal.valueOf(number)).doubleValue() : number;
  }

  /** The sum, in the other unit, of so many numbers whose sum is given. */
  default BigDecimal applyToSum(BigDecimal sum, long count) {
    // by way of the mean, because an offset counts once for each number
    var size = BigDecimal.valueOf(count);
    return apply(sum.divide(size, MathContext.DECIMAL128)).multiply(size);
  }

  /**
   * The difference of two numbers, in the other unit, as {@link #apply(double)}: without offset.
   */
  default double applyToDifference(double difference) {
    return Double.isFinite(difference)
        ? BigDecimal.valueOf(difference).multiply(factor()).doubleValue()
        : difference;
  }

  /** How much of the other unit one of this is. */
  BigDecimal factor();

  /** The number itself. */
  record Identity() implements Conversion {
    @Override
    public BigDecimal apply(BigDecimal number) {
      return number;
    }

    @Override
    public double apply(double number) {
      return number;
    }

    @Override
    public BigDecimal applyToSum(BigDecimal sum, long count) {
      return sum;
    }

    @Override
    public double applyToDifference(double difference) {
      return difference;
    }

    @Override
    public BigDecimal factor() {
      return BigDecimal.ONE;
    }
  }

  /** By a converter of the units library. */
  record Converting(UnitConverter converter, BigDecimal factor) implements Conversion {
    /** Refused as the library does where the converter has no answer at zero or at one. */
    Converting(UnitConverter converter) {
      this(
          converter,
          convert(converter, BigDecimal.ONE).subtract(convert(converter, BigDecimal.ZERO)));
    }

    @Override
    public BigDecimal apply(BigDecimal number) {
      return convert(converter, number);
    }

    private static BigDecimal convert(UnitConverter converter, BigDecimal from) {
      return switch (converter.convert((Number) from)) {
        case BigDecimal decimal -> decimal;
        case RationalNumber ratio ->
            new BigDecimal(ratio.getDividend())
                .divide(new BigDecimal(ratio.getDivisor()), MathContext.DECIMAL128);
        case Number other -> new BigDecimal(other.toString());
      };
    }
  }
}
