package io.sensormine.check;

import java.util.List;

/** The keywords of JSON Schema 2020-12 whose values are schemas; no schema stands anywhere else. */
public final class Subschemas {
  /** Their value is an object of schemas by name. */
  public static final List<String> NAMED =
      List.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  /** Their value is a list of schemas. */
  public static final List<String> LISTED = List.of("prefixItems", "allOf", "anyOf", "oneOf");

  /** Their value is a schema. */
  public static final List<String> SINGLE =
      List.of(
          "additionalProperties",
          "unevaluatedProperties",
          "propertyNames",
          "items",
          "unevaluatedItems",
          "contains",
          "not",
          "if",
          "then",
          "else",
          "contentSchema");

  private Subschemas() {}
}
