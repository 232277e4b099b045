package io.sensormine.standalone.simulate.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers on a grid between two bounds: as whole steps, they keep bounds and {@code multipleOf}
 * exactly.
 *
 * @param first the lowest value
 * @param step from one value to the next above
 * @param steps how many there are above the first
 * @param whole whether they are written without a point
 */
record NumberTemplate(BigDecimal first, BigDecimal step, long steps, boolean whole, boolean counter)
    implements Template {
  private static final BigDecimal USUAL_SPAN = BigDecimal.valueOf(100);
  private static final BigDecimal COUNTER_SPAN = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");
  private static final long MAX_STEPS = 1L << 52;
  private static final double WALK = 200;
  private static final double LEAST_MOVE = 0.5;
  private static final int MOST_AT_ONCE = 20;

  /** Reads the keywords of a schema of {@code number} or {@code integer}. */
  static NumberTemplate of(JsonNode schema, boolean whole) {
    var counter = schema.path("x-metric-kind").asText().equals("counter");
    var least = bound(schema, "minimum", "exclusiveMinimum", true);
    var most = bound(schema, "maximum", "exclusiveMaximum", false);
    var span = counter ? COUNTER_SPAN : USUAL_SPAN;
    var low =
        least != null
            ? least
            : most == null ? BigDecimal.ZERO : most.subtract(span).min(BigDecimal.ZERO.min(most));
    var high = most != null ? most : low.add(span);
    var step = step(schema, whole, counter, high.subtract(low));
    var first = onGrid(low, step, RoundingMode.CEILING, excludes(schema, "exclusiveMinimum", low));
    var last = onGrid(high, step, RoundingMode.FLOOR, excludes(schema, "exclusiveMaximum", high));
    if (first.compareTo(last) > 0) {
      throw Unsupported.because("no number lies between its bounds");
    }
    var steps = last.subtract(first).divideToIntegralValue(step);
    return new NumberTemplate(
        first, step, steps.min(BigDecimal.valueOf(MAX_STEPS)).longValue(), whole, counter);
  }

  private static @Nullable BigDecimal bound(
      JsonNode schema, String inclusive, String exclusive, boolean greatest) {
    var one = schema.get(inclusive);
    var other = schema.get(exclusive);
    if (one == null || other == null) {
      return one != null ? one.decimalValue() : other == null ? null : other.decimalValue();
    }
    return greatest
        ? one.decimalValue().max(other.decimalValue())
        : one.decimalValue().min(other.decimalValue());
  }

  private static boolean excludes(JsonNode schema, String keyword, BigDecimal bound) {
    return schema.has(keyword) && schema.get(keyword).decimalValue().compareTo(bound) == 0;
  }

  /** About ten thousand values between the bounds, on a decimal grid. */
  private static BigDecimal step(JsonNode schema, boolean whole, boolean counter, BigDecimal span) {
    if (schema.has("multipleOf")) {
      var multiple = schema.get("multipleOf").decimalValue();
      if (whole && multiple.stripTrailingZeros().scale() > 0) {
        throw Unsupported.because("whole numbers are to be multiples of " + multiple);
      }
      return multiple;
    }
    if (whole) {
      return BigDecimal.ONE;
    }
    if (counter) {
      return HUNDREDTH;
    }
    int digits = span.precision() - span.scale();
    return BigDecimal.ONE.movePointLeft(Math.clamp(5L - digits, 0, 9));
  }

  private static BigDecimal onGrid(
      BigDecimal bound, BigDecimal step, RoundingMode mode, boolean excluded) {
    var at = bound.divide(step, 0, mode).multiply(step);
    if (!excluded || at.compareTo(bound) != 0) {
      return at;
    }
    return mode == RoundingMode.CEILING ? at.add(step) : at.subtract(step);
  }

  @Override
  public Source begin(RandomGenerator random) {
    return counter ? new Counter(random) : new Walk(random);
  }

  private JsonNode value(long at) {
    var value = first.add(step.multiply(BigDecimal.valueOf(at)));
    return whole
        ? JsonNodeFactory.instance.numberNode(value.toBigIntegerExact())
        : JsonNodeFactory.instance.numberNode(value.doubleValue());
  }

  /** A random walk that turns round at the bounds. */
  private final class Walk implements Source {
    private final RandomGenerator random;
    private double at;

    private Walk(RandomGenerator random) {
      this.random = random;
      this.at = steps * (0.25 + random.nextDouble() / 2);
    }

    @Override
    public JsonNode next(Instant time) {
      at += random.nextGaussian() * Math.max(steps / WALK, LEAST_MOVE);
      if (at < 0 || at > steps) {
        at = Math.clamp(at < 0 ? -at : 2.0 * steps - at, 0.0, (double) steps);
      }
      return value(Math.round(at));
    }
  }

  /** Only grows, until its bound: there it begins anew, as a register wraps. */
  private final class Counter implements Source {
    private final RandomGenerator random;
    private long at;

    private Counter(RandomGenerator random) {
      this.random = random;
      this.at = random.nextLong(steps / 10 + 1);
    }

    @Override
    public JsonNode next(Instant time) {
      at += random.nextInt(MOST_AT_ONCE + 1);
      if (at > steps) {
        at = 0;
      }
      return value(at);
    }
  }
}
