package io.sensormine.check.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;

/** The few names and values that schemas and documents share, so that they meet. */
final class Pool {
  static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
  static final List<String> TYPES =
      List.of("null", "boolean", "integer", "number", "string", "array", "object");
  static final List<String> PATTERNS =
      List.of(
          "^a",
          "b$",
          "^[a-z]+$",
          "\\d",
          "^\\w{1,3}$",
          "^(?:a|b)*$",
          "^.{2}$",
          "[^a]",
          "\\uD83D\\uDE00",
          "^(?<year>[0-9]{4})-");
  private static final List<String> TEXTS =
      List.of("", "a", "b", "ab", "abc", "idle", "heat", "é", "😀", "a😀", "2026-11-20", "1");

  /** Those that a schema may have: finite doubles. */
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "5",
          "10",
          "-1",
          "-3",
          "0.5",
          "1.5",
          "2.5",
          "0.1",
          "0.3",
          "-0.01",
          "100",
          "1000",
          "9007199254740993",
          "9223372036854775807",
          "18446744073709551616",
          "1e20",
          "1e64",
          "1e-5",
          "1e300",
          "0.1000000000000000055511151231257827",
          "-1e20");

  private static final List<String> FAR_NUMBERS =
      List.of("1e400", "-1e400", "1e-400", "1e999999999", "-3e-999999999", "1.5e6000");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Pool() {}

  static <T> T one(List<T> of, RandomGenerator random) {
    return of.get(random.nextInt(of.size()));
  }

  static boolean chance(double probability, RandomGenerator random) {
    return random.nextDouble() < probability;
  }

  static String text(RandomGenerator random) {
    return one(TEXTS, random);
  }

  static BigDecimal number(RandomGenerator random) {
    // the small ones, which more often meet, most of the time
    int bound = chance(0.8, random) ? 16 : NUMBERS.size();
    return new BigDecimal(NUMBERS.get(random.nextInt(bound)));
  }

  static BigDecimal farNumber(RandomGenerator random) {
    return new BigDecimal(one(FAR_NUMBERS, random));
  }

  /** A number as one of the kinds of node that can hold exactly it. */
  static JsonNode node(BigDecimal value, RandomGenerator random) {
    boolean far = Math.abs((long) value.precision() - value.scale()) > 400;
    boolean whole = !far && value.stripTrailingZeros().scale() <= 0;
    boolean fitsLong = whole && value.toBigInteger().bitLength() < Long.SIZE;
    double nearest = value.doubleValue();
    boolean fitsDouble =
        !far && Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(value) == 0;
    int kind = random.nextInt(8);
    if (kind < 2 && fitsLong) {
      return NODES.numberNode(value.longValueExact());
    }
    if (kind < 3 && fitsLong && Math.abs(nearest) < 1_000) {
      return NODES.numberNode(value.intValueExact());
    }
    if (kind < 4 && whole) {
      return NODES.numberNode(value.toBigIntegerExact());
    }
    if (kind < 5 && (float) nearest == nearest && fitsDouble) {
      return NODES.numberNode((float) nearest);
    }
    if (kind < 7 && fitsDouble) {
      return NODES.numberNode(nearest);
    }
    // with a zero too many, which makes no difference
    return DecimalNode.valueOf(far ? value : value.setScale(Math.max(value.scale(), 0) + 1));
  }

  /** Any value, nesting so deep at most. */
  static JsonNode value(int depth, RandomGenerator random) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2, 3 -> node(number(random), random);
      case 4, 5 -> NODES.textNode(text(random));
      case 6 -> {
        var array = NODES.arrayNode();
        for (int count = random.nextInt(4); count > 0; count--) {
          array.add(value(depth - 1, random));
        }
        yield array;
      }
      default -> {
        var object = NODES.objectNode();
        for (int count = random.nextInt(4); count > 0; count--) {
          object.set(one(NAMES, random), value(depth - 1, random));
        }
        yield object;
      }
    };
  }
}
