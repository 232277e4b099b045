package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;

/**
 * Numbers as one kind of node, however they were parsed. The library goes by the kind of node: it
 * compares {@code 1} and {@code 1.0} as unequal inside of arrays and objects, divides by way of
 * doubles and cuts whole numbers to 64 bits.
 */
public final class Numbers {
  /**
   * Exponents beyond are cut to it, so that no arithmetic takes long. A schema's numbers are finite
   * doubles and no number has more than 1,000 digits, so whatever lies beyond compares to them and
   * divides by them as its stand-in does; only to each other may two such numbers seem equal.
   */
  private static final int LARGEST_EXPONENT = 5_000;

  /** Up to this many zeros are written out. */
  private static final int PLAIN_ZEROS = 400;

  private static final BigDecimal BEYOND_ALL = BigDecimal.ONE.scaleByPowerOfTen(LARGEST_EXPONENT);

  private Numbers() {}

  /** A tree, whose numbers are all decimals, equal where their values are; a copy if need be. */
  public static JsonNode canonical(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> DecimalNode.valueOf(decimal(node));
      case OBJECT -> {
        var object = JsonNodeFactory.instance.objectNode();
        node.properties()
            .forEach(property -> object.set(property.getKey(), canonical(property.getValue())));
        yield object;
      }
      case ARRAY -> {
        var array = JsonNodeFactory.instance.arrayNode(node.size());
        node.forEach(element -> array.add(canonical(element)));
        yield array;
      }
      case STRING, BOOLEAN, NULL, BINARY, MISSING, POJO -> node;
    };
  }

  /** A number's value, in one form whatever node and spelling it comes in. */
  static BigDecimal decimal(JsonNode number) {
    return switch (number.numberType()) {
      case INT, LONG -> BigDecimal.valueOf(number.longValue());
      case FLOAT, DOUBLE -> decimal(number.doubleValue());
      case BIG_INTEGER, BIG_DECIMAL -> bounded(number.decimalValue());
    };
  }

  static BigDecimal decimal(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? BEYOND_ALL : BEYOND_ALL.negate();
    }
    return bounded(BigDecimal.valueOf(value));
  }

  private static BigDecimal bounded(BigDecimal value) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int scale = Math.clamp(value.scale(), -LARGEST_EXPONENT, LARGEST_EXPONENT);
    var bounded = scale == value.scale() ? value : new BigDecimal(value.unscaledValue(), scale);
    var stripped = bounded.stripTrailingZeros();
    return stripped.scale() < 0 && stripped.scale() >= -PLAIN_ZEROS
        ? stripped.setScale(0)
        : stripped;
  }

  /** Whether a value in its one form is whole. */
  static boolean isWhole(BigDecimal value) {
    return value.scale() <= 0;
  }
}
