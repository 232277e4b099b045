package io.sensormine.registry.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.problem.Violation;
import java.util.Set;
import java.util.function.Consumer;

/** Names of properties, and the keywords that we read beside the standard. */
final class VocabularyRule {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final Set<String> KINDS = Set.of("gauge", "counter", "state");

  private VocabularyRule() {}

  static void check(Document document, Consumer<Violation> refuse) {
    document.subschemas().forEach((at, schema) -> check(at, schema, refuse));
    var definitions = JsonPointer.empty().appendProperty("$defs");
    document
        .at(JsonPointer.empty())
        .path("$defs")
        .fieldNames()
        .forEachRemaining(name -> {
          if (VersionReference.isOne(name)) {
            refuse(
                definitions.appendProperty(name),
                "reserved-name",
                "Names that begin with `%s` are kept for the versions that a definition refers to."
                    .formatted(VersionReference.PREFIX),
                refuse);
          }
        });
  }

  private static void check(JsonPointer at, JsonNode schema, Consumer<Violation> refuse) {
    schema
        .path("properties")
        .fieldNames()
        .forEachRemaining(name -> {
          if (name.isEmpty() || name.indexOf('.') >= 0) {
            refuse(
                at.appendProperty("properties").appendProperty(name),
                "property-name",
                "A property's name is not empty and has no dot; dots separate the levels of a path.",
                refuse);
          }
        });
    for (var keyword : schema.properties()) {
      var value = keyword.getValue();
      var problem =
          switch (keyword.getKey()) {
            case "unit" -> unit(value);
            case "x-metric-kind" ->
                KINDS.contains(value.asText()) ? "" : "x-metric-kind is gauge, counter or state.";
            case "x-renamed-from" ->
                value.isTextual() ? "" : "x-renamed-from is the former path of the field, as text.";
            case "x-time" -> value.isBoolean() ? "" : "x-time is true or false.";
            case "$schema" ->
                DIALECT.equals(value.asText())
                    ? ""
                    : "Only JSON Schema 2020-12 is taken: " + DIALECT + ".";
            case "$id" ->
                at.matches()
                    ? ""
                    : "Only the root may have an $id: it would change what references mean.";
            case "$dynamicRef" -> "$dynamicRef is not taken; use $ref.";
            // both are none of 2020-12, and the validation library asserts them all the same
            case "dependencies" ->
                "2020-12 has no `dependencies`; use dependentRequired or dependentSchemas.";
            case "notAllowed" -> "There is no keyword `notAllowed`; use not and required.";
            default -> "";
          };
      if (!problem.isEmpty()) {
        refuse(at.appendProperty(keyword.getKey()), code(keyword.getKey()), problem, refuse);
      }
    }
  }

  private static String unit(JsonNode value) {
    return value.isTextual() && Units.isUcum(value.textValue())
        ? ""
        : "`%s` is no UCUM unit; write `Cel`, `%%`, `kW.h`, `m/s`, see https://ucum.org."
            .formatted(value.asText());
  }

  private static String code(String keyword) {
    return switch (keyword) {
      case "x-metric-kind" -> "metric-kind";
      case "$schema" -> "dialect";
      case "unit" -> "unit";
      default -> "keyword";
    };
  }

  private static void refuse(
      JsonPointer at, String code, String message, Consumer<Violation> refuse) {
    refuse.accept(new Violation(at.toString(), code, message));
  }
}
