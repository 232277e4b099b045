package io.sensormine.query.gather;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.sensormine.query.unit.Conversion;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a set of readings, at least one; booleans count as 0 and 1.
 *
 * @param sum exact where it comes from messages, to 15 digits where from rollups
 * @param min null where bounds were not asked for
 * @param max null where bounds were not asked for
 * @param squares the sum of their squared deviations from their mean; null where it was not asked
 *     for or is beyond a double
 * @param newest the time of the last of them
 * @param first null where it was not asked for
 * @param last null where it was not asked for
 */
public record Tally(
    long count,
    BigDecimal sum,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max,
    @Nullable BigDecimal squares,
    Instant newest,
    @Nullable End first,
    @Nullable End last) {

  private static final int DIGITS = 15;
  private static final double MOST = 1L << 53;
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /** Their mean, to 34 digits. */
  public BigDecimal mean() {
    return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
  }

  /** Their mean, rounded once. */
  public double meanAsDouble() {
    var scale = sum.scale();
    if (scale >= 0 && scale < TENS.length && sum.precision() <= DIGITS) {
      // two whole numbers that doubles hold exactly, so that their quotient is the nearest double
      var divisor = count * TENS[scale];
      if (divisor <= MOST) {
        return sum.unscaledValue().longValue() / divisor;
      }
    }
    return mean().doubleValue();
  }

  /** The same readings in another unit. */
  public Tally in(Conversion conversion) {
    if (conversion instanceof Conversion.Identity) {
      return this;
    }
    var one = min == null ? null : conversion.apply(min);
    var other = max == null ? null : conversion.apply(max);
    var factor = conversion.factor();
    return new Tally(
        count,
        conversion.applyToSum(sum, count),
        smaller(one, other),
        larger(one, other),
        squares == null ? null : squares.multiply(factor).multiply(factor),
        newest,
        first == null ? null : first.with(value -> converted(value, conversion)),
        last == null ? null : last.with(value -> converted(value, conversion)));
  }

  private static @Nullable BigDecimal smaller(
      @Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null || other == null ? null : one.min(other);
  }

  private static @Nullable BigDecimal larger(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null || other == null ? null : one.max(other);
  }

  private static JsonNode converted(JsonNode value, Conversion conversion) {
    return value.isNumber() ? DecimalNode.valueOf(conversion.apply(value.decimalValue())) : value;
  }

  /** These readings and those. */
  public Tally and(Tally those) {
    return new Tally(
        count + those.count,
        sum.add(those.sum),
        smaller(min, those.min),
        larger(max, those.max),
        squaresWith(those),
        newest.isAfter(those.newest) ? newest : those.newest,
        first == null || those.first == null || first.compareTo(those.first) < 0
            ? first
            : those.first,
        last == null || those.last == null || last.compareTo(those.last) > 0 ? last : those.last);
  }

  /** By Chan, Golub and LeVeque: the squares of both and of how far their means are apart. */
  private @Nullable BigDecimal squaresWith(Tally those) {
    if (squares == null || those.squares == null) {
      return null;
    }
    var apart = mean().subtract(those.mean());
    var weight =
        BigDecimal.valueOf(count)
            .multiply(BigDecimal.valueOf(those.count))
            .divide(BigDecimal.valueOf(count + those.count), MathContext.DECIMAL128);
    return squares.add(those.squares).add(apart.multiply(apart).multiply(weight));
  }
}
