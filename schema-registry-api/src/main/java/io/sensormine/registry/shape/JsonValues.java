package io.sensormine.registry.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** JSON values compared as JSON Schema compares them: {@code 1} is {@code 1.0}. */
public final class JsonValues {
  private JsonValues() {}

  /** The form of a value that is equal to that of every value it is equal to. */
  public static JsonNode canonical(JsonNode value) {
    if (value.isNumber()) {
      return DecimalNode.valueOf(value.decimalValue().stripTrailingZeros());
    }
    if (value.isArray()) {
      var items = JsonNodeFactory.instance.arrayNode(value.size());
      value.forEach(item -> items.add(canonical(item)));
      return items;
    }
    if (value.isObject()) {
      var properties = JsonNodeFactory.instance.objectNode();
      value
          .properties()
          .forEach(property -> properties.set(property.getKey(), canonical(property.getValue())));
      return properties;
    }
    return value;
  }
}
