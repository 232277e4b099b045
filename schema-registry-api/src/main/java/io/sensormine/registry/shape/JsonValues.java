package io.sensormine.registry.shape;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON values compared as JSON Schema compares them: {@code 1} is {@code 1.0}. */
public final class JsonValues {
  private JsonValues() {}

  public static boolean equal(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    if (one.isObject() && other.isObject()) {
      return one.size() == other.size()
          && one.properties().stream()
              .allMatch(property ->
                  other.has(property.getKey())
                      && equal(property.getValue(), other.path(property.getKey())));
    }
    if (one.isArray() && other.isArray()) {
      boolean equal = one.size() == other.size();
      for (int index = 0; equal && index < one.size(); index++) {
        equal = equal(one.path(index), other.path(index));
      }
      return equal;
    }
    return one.equals(other);
  }

  public static boolean contain(Iterable<JsonNode> values, JsonNode value) {
    for (var one : values) {
      if (equal(one, value)) {
        return true;
      }
    }
    return false;
  }
}
