package io.sensormine.registry.inference;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a definition can be made of a sample at all. Not thread-safe. */
final class SampleCheck {
  private final int maxDepth;

  /** The way to what is looked at; only what is refused needs a pointer. */
  private final List<String> steps = new ArrayList<>();

  SampleCheck(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /**
   * The first thing that stands against it; null where nothing does.
   *
   * @param at where it stands in its request
   */
  @Nullable Violation violation(JsonNode sample, JsonPointer at) {
    steps.clear();
    return sample.isObject()
        ? value(sample, at, 1)
        : violation(at, "not-an-object", "A sample is a JSON object, as a message is.");
  }

  private @Nullable Violation value(JsonNode value, JsonPointer at, int depth) {
    if (value.isNumber() && !isDouble(value)) {
      return violation(at, "number-out-of-range", "Numbers must be finite IEEE 754 doubles.");
    }
    if (value.isContainerNode() && depth > maxDepth) {
      return violation(at, "too-deep", "A sample may nest %d levels.".formatted(maxDepth));
    }
    for (var property : value.properties()) {
      var wrong = property(property.getKey(), property.getValue(), at, depth);
      if (wrong != null) {
        return wrong;
      }
    }
    for (int index = 0; value.isArray() && index < value.size(); index++) {
      var wrong = step(Integer.toString(index), value.path(index), at, depth);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private @Nullable Violation property(String name, JsonNode value, JsonPointer at, int depth) {
    if (!isStorable(name)) {
      return violation(
          at, "text-not-storable", "A name holds neither U+0000 nor half a surrogate pair.");
    }
    if (name.isEmpty() || name.indexOf('.') >= 0) {
      steps.add(name);
      return violation(
          at,
          "property-name",
          "A property's name is not empty and has no dot; dots separate the levels of a path.");
    }
    return step(name, value, at, depth);
  }

  private @Nullable Violation step(String step, JsonNode value, JsonPointer at, int depth) {
    steps.add(step);
    var wrong = value(value, at, depth + 1);
    steps.removeLast();
    return wrong;
  }

  private static boolean isDouble(JsonNode number) {
    var value = number.doubleValue();
    return Double.isFinite(value) && (value != 0 || number.decimalValue().signum() == 0);
  }

  /** Whether a text holds neither U+0000 nor half a surrogate pair. */
  static boolean isStorable(String text) {
    for (int index = 0; index < text.length(); index++) {
      char c = text.charAt(index);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        index++;
        if (index == text.length() || !Character.isLowSurrogate(text.charAt(index))) {
          return false;
        }
      }
    }
    return true;
  }

  private Violation violation(JsonPointer at, String code, String message) {
    var place = at;
    for (var step : steps) {
      place = place.appendProperty(step);
    }
    return new Violation(place.toString(), code, message);
  }
}
