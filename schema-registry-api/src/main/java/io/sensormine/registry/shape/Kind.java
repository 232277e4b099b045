package io.sensormine.registry.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The kinds of JSON values, which exclude one another: JSON Schema's {@code number} is whole
 * numbers and fractions together, and {@code 1.0} is whole.
 */
public enum Kind {
  NULL,
  BOOLEAN,
  INTEGER,
  FRACTION,
  STRING,
  ARRAY,
  OBJECT;

  public static final Set<Kind> NUMBERS = set(EnumSet.of(INTEGER, FRACTION));

  /** What a {@code type} stands for. */
  public static Set<Kind> ofType(String type) {
    return switch (type) {
      case "null" -> Set.of(NULL);
      case "boolean" -> Set.of(BOOLEAN);
      case "integer" -> Set.of(INTEGER);
      case "number" -> NUMBERS;
      case "string" -> Set.of(STRING);
      case "array" -> Set.of(ARRAY);
      case "object" -> Set.of(OBJECT);
      default -> throw new IllegalArgumentException("no type of JSON Schema: " + type);
    };
  }

  public static Kind of(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> NULL;
      case BOOLEAN -> BOOLEAN;
      case NUMBER -> value.decimalValue().stripTrailingZeros().scale() <= 0 ? INTEGER : FRACTION;
      case STRING, BINARY -> STRING;
      case ARRAY -> ARRAY;
      case OBJECT, POJO -> OBJECT;
    };
  }

  /** All kinds but these. */
  public static Set<Kind> others(Set<Kind> kinds) {
    var others = EnumSet.allOf(Kind.class);
    others.removeAll(kinds);
    return set(others);
  }

  private static Set<Kind> set(EnumSet<Kind> kinds) {
    return Collections.unmodifiableSet(kinds);
  }
}
