package io.sensormine.query.unit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Tells of a definition whether it admits no field besides those that it declares: every object in
 * it forbids further properties, and every other property is a scalar. What else a definition
 * demands admits less, never more (JSON Schema 2020-12 core, 10.3.2). Where that would need looking
 * further, such as behind a reference, it is said not to be closed.
 */
final class ClosedDefinition {
  private static final Set<String> SCALARS =
      Set.of("number", "integer", "boolean", "string", "null");

  private final Set<String> declared;

  private ClosedDefinition(Set<String> declared) {
    this.declared = declared;
  }

  /**
   * Whether all fields of a message that keeps the definition are among those declared.
   *
   * @param declared their paths
   */
  static boolean is(JsonNode definition, Set<String> declared) {
    return new ClosedDefinition(declared).object("", definition);
  }

  private boolean object(String prefix, JsonNode schema) {
    return schema.path("type").asText().equals("object")
        && schema.path("additionalProperties").isBoolean()
        && !schema.path("additionalProperties").booleanValue()
        && !schema.has("patternProperties")
        && schema.path("properties").properties().stream()
            .allMatch(property -> property(prefix + property.getKey(), property.getValue()));
  }

  private boolean property(String path, JsonNode schema) {
    return scalar(schema.path("type")) ? declared.contains(path) : object(path + ".", schema);
  }

  private static boolean scalar(JsonNode type) {
    if (!type.isArray()) {
      return SCALARS.contains(type.asText());
    }
    return !type.isEmpty() && type.valueStream().allMatch(one -> SCALARS.contains(one.asText()));
  }
}
