package io.sensormine.query.series;

import io.sensormine.query.unit.Conversion;
import java.math.BigDecimal;

/**
 * What is known of a set of readings, at least one.
 *
 * @param sum exact
 */
record Tally(long count, BigDecimal sum, BigDecimal min, BigDecimal max) {

  /** The same readings in another unit. */
  Tally in(Conversion conversion) {
    var one = conversion.apply(min);
    var other = conversion.apply(max);
    return new Tally(count, conversion.applyToSum(sum, count), one.min(other), one.max(other));
  }

  /** These readings and those. */
  Tally and(Tally those) {
    return new Tally(
        count + those.count, sum.add(those.sum), min.min(those.min), max.max(those.max));
  }
}
