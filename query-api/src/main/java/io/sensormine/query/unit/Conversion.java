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

  /** The sum, in the other unit, of so many numbers whose sum is given. */
  default BigDecimal applyToSum(BigDecimal sum, long count) {
    // by way of the mean, because an offset counts once for each number
    var size = BigDecimal.valueOf(count);
    return apply(sum.divide(size, MathContext.DECIMAL128)).multiply(size);
  }

  /** The difference of two numbers, in the other unit: it knows no offset. */
  default BigDecimal applyToDifference(BigDecimal difference) {
    return difference.multiply(factor());
  }

  /** How much of the other unit one of this is. */
  default BigDecimal factor() {
    return apply(BigDecimal.ONE).subtract(apply(BigDecimal.ZERO));
  }

  /** The same in doubles, for many numbers. */
  default Affine affine() {
    return new Affine(factor().doubleValue(), apply(BigDecimal.ZERO).doubleValue());
  }

  /** A conversion in doubles. */
  record Affine(double factor, double offset) {
    /** The number in the other unit. */
    public double apply(double number) {
      return number * factor + offset;
    }
  }

  /** The number itself. */
  record Identity() implements Conversion {
    @Override
    public BigDecimal apply(BigDecimal number) {
      return number;
    }

    @Override
    public BigDecimal applyToSum(BigDecimal sum, long count) {
      return sum;
    }
  }

  /** By a converter of the units library. */
  record Converting(UnitConverter converter) implements Conversion {
    @Override
    public BigDecimal apply(BigDecimal number) {
      return decimal(converter.convert((Number) number));
    }

    private static BigDecimal decimal(Number number) {
      return switch (number) {
        case BigDecimal decimal -> decimal;
        case RationalNumber ratio ->
            new BigDecimal(ratio.getDividend())
                .divide(new BigDecimal(ratio.getDivisor()), MathContext.DECIMAL128);
        case Number other -> new BigDecimal(other.toString());
      };
    }
  }
}
