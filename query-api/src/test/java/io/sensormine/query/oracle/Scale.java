package io.sensormine.query.oracle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Objects;

/**
 * A unit by its way to the base unit of its dimension.
 *
 * @param factor multiplied with, before {@code offset} is added
 */
record Scale(BigDecimal factor, BigDecimal offset) {
  private static final MathContext DIGITS = MathContext.DECIMAL128;
  private static final BigDecimal FIVE_NINTHS =
      BigDecimal.valueOf(5).divide(BigDecimal.valueOf(9), DIGITS);

  private static final Map<String, Scale> ALL =
      Map.of(
          "K", new Scale(BigDecimal.ONE, BigDecimal.ZERO),
          "Cel", new Scale(BigDecimal.ONE, new BigDecimal("273.15")),
          "[degF]", new Scale(FIVE_NINTHS, new BigDecimal("459.67").multiply(FIVE_NINTHS)),
          "J", new Scale(BigDecimal.ONE, BigDecimal.ZERO),
          "W.h", new Scale(new BigDecimal("3600"), BigDecimal.ZERO),
          "kW.h", new Scale(new BigDecimal("3600000"), BigDecimal.ZERO));

  /** The number in another unit. */
  static BigDecimal convert(BigDecimal number, String from, String to) {
    var shift = of(from).offset.subtract(of(to).offset);
    return from.equals(to)
        ? number
        : number.multiply(of(from).factor).add(shift).divide(of(to).factor, DIGITS);
  }

  /** The difference in another unit. */
  static BigDecimal stretch(BigDecimal number, String from, String to) {
    return from.equals(to)
        ? number
        : number.multiply(of(from).factor).divide(of(to).factor, DIGITS);
  }

  private static Scale of(String unit) {
    return Objects.requireNonNull(ALL.get(unit), unit);
  }
}
