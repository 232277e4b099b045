package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.kit.time.Times;
import java.math.BigDecimal;
import java.time.Instant;

/** The numbers seen at one place. */
final class NumberEvidence {
  private static final Instant PLAUSIBLE_FROM = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant PLAUSIBLE_TO = Instant.parse("2100-01-01T00:00:00Z");

  private long count;
  private boolean whole = true;
  private boolean times = true;
  private BigDecimal smallest = BigDecimal.ZERO;
  private BigDecimal largest = BigDecimal.ZERO;

  void add(JsonNode node) {
    var number = node.decimalValue();
    whole = whole && (node.isIntegralNumber() || number.stripTrailingZeros().scale() <= 0);
    times = times && isTime(number);
    include(number, number);
    count++;
  }

  void add(NumberEvidence other) {
    if (other.count > 0) {
      whole = whole && other.whole;
      times = times && other.times;
      include(other.smallest, other.largest);
      count += other.count;
    }
  }

  private void include(BigDecimal low, BigDecimal high) {
    smallest = count == 0 || low.compareTo(smallest) < 0 ? low : smallest;
    largest = count == 0 || high.compareTo(largest) > 0 ? high : largest;
  }

  /** Whether it is an instant of this century, in seconds or a finer unit that its size tells. */
  private static boolean isTime(BigDecimal number) {
    return Times.ofNumber(number)
        .filter(instant -> !instant.isBefore(PLAUSIBLE_FROM) && instant.isBefore(PLAUSIBLE_TO))
        .isPresent();
  }

  long count() {
    return count;
  }

  /** Whether there were some and each may be a time. */
  boolean areTimes() {
    return count > 0 && times;
  }

  String type() {
    return whole ? "integer" : "number";
  }

  /** Bounds, where enough different numbers were seen. */
  void describe(ObjectNode schema) {
    if (count < Bounds.MIN_SEEN || smallest.compareTo(largest) == 0) {
      return;
    }
    var bounds = Bounds.around(smallest, largest);
    bound(schema, "minimum", bounds.minimum());
    bound(schema, "maximum", bounds.maximum());
  }

  /** What rounding has brought beyond the range of doubles bounds nothing. */
  private static void bound(ObjectNode schema, String keyword, BigDecimal bound) {
    if (Double.isFinite(bound.doubleValue())) {
      schema.set(keyword, Bounds.json(bound));
    }
  }
}
