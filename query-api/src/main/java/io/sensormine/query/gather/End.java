package io.sensormine.query.gather;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A reading that is the first or last of a set: by time, and by the device's id (as the database
 * orders ids) where several devices have one at the same time.
 *
 * @param value a number or a boolean
 */
public record End(JsonNode value, Instant time, UUID deviceId) implements Comparable<End> {
  private static final Comparator<End> ORDER =
      Comparator.comparing(End::time).thenComparing(end -> end.deviceId().toString());

  End with(UnaryOperator<JsonNode> change) {
    return new End(change.apply(value), time, deviceId);
  }

  /** The same, of a boolean that is told as 0 or 1. */
  public End asBoolean() {
    return with(number -> number.isNumber() ? BooleanNode.valueOf(number.intValue() != 0) : number);
  }

  @Override
  public int compareTo(End other) {
    return ORDER.compare(this, other);
  }
}
