package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes rules of a definition, where it says nothing that only the library understands. */
final class SchemaCompiler {
  /** What asserts something that no rule is there for; what is unknown asserts nothing. */
  private static final Set<String> LIBRARY_ONLY =
      Set.of(
          "anyOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "patternProperties",
          "propertyNames",
          "dependentRequired",
          "dependentSchemas",
          "dependencies",
          "propertyDependencies",
          "unevaluatedProperties",
          "unevaluatedItems",
          "contains",
          "minContains",
          "maxContains",
          "uniqueItems",
          "discriminator",
          "$dynamicRef",
          "$recursiveRef");

  private final SchemaDocument document;
  private final IdentityHashMap<JsonNode, SchemaRule> compiled = new IdentityHashMap<>();
  private final IdentityHashMap<JsonNode, Boolean> underway = new IdentityHashMap<>();
  private boolean beyond;

  private SchemaCompiler(SchemaDocument document) {
    this.document = document;
  }

  /** The rules; empty where only the library can check by them. */
  static Optional<SchemaRule> compile(SchemaDocument document) {
    var compiler = new SchemaCompiler(document);
    var rule = compiler.rule(document.root());
    return compiler.beyond ? Optional.empty() : Optional.of(rule);
  }

  private SchemaRule rule(JsonNode schema) {
    if (schema.isBoolean()) {
      return schema.booleanValue() ? SchemaRule.ANY : SchemaRule.NONE;
    }
    var known = compiled.get(schema);
    if (known != null) {
      return known;
    }
    if (!schema.isObject() || underway.put(schema, true) != null) {
      beyond = true;
      return SchemaRule.NONE;
    }
    schema.fieldNames().forEachRemaining(keyword -> beyond |= LIBRARY_ONLY.contains(keyword));
    var rule = beyond ? SchemaRule.NONE : keywords(schema);
    underway.remove(schema);
    compiled.put(schema, rule);
    return rule;
  }

  private SchemaRule keywords(JsonNode schema) {
    var types = types(schema);
    return new SchemaRule(
        types.contains("null"),
        types.contains("boolean"),
        number(types, schema),
        text(types, schema),
        array(types, schema),
        object(types, schema),
        options(schema),
        also(schema));
  }

  private static Set<String> types(JsonNode schema) {
    var type = schema.path("type");
    var types = new HashSet<String>();
    if (type.isTextual()) {
      types.add(type.textValue());
    }
    type.forEach(one -> types.add(one.asText()));
    return type.isMissingNode()
        ? Set.of("null", "boolean", "number", "string", "array", "object")
        : types;
  }

  private static NumberRule number(Set<String> types, JsonNode schema) {
    var divisor = decimal(schema, "multipleOf");
    return new NumberRule(
        types.contains("number") || types.contains("integer"),
        !types.contains("number"),
        range(schema),
        divisor == null ? null : new Divisor(divisor));
  }

  private static Range range(JsonNode schema) {
    var minimum = decimal(schema, "minimum");
    var above = decimal(schema, "exclusiveMinimum");
    var maximum = decimal(schema, "maximum");
    var below = decimal(schema, "exclusiveMaximum");
    boolean aboveLow = above != null && (minimum == null || above.compareTo(minimum) >= 0);
    boolean belowHigh = below != null && (maximum == null || below.compareTo(maximum) <= 0);
    return new Range(aboveLow ? above : minimum, aboveLow, belowHigh ? below : maximum, belowHigh);
  }

  private static @Nullable BigDecimal decimal(JsonNode schema, String keyword) {
    var value = schema.get(keyword);
    return value == null ? null : Numbers.decimal(value);
  }

  private TextRule text(Set<String> types, JsonNode schema) {
    var pattern = schema.path("pattern");
    var taken = pattern.isTextual() ? TextPattern.of(pattern.textValue()).orElse(null) : null;
    beyond |= pattern.isTextual() && taken == null;
    return new TextRule(
        types.contains("string"),
        schema.path("minLength").asInt(0),
        schema.path("maxLength").asInt(Integer.MAX_VALUE),
        taken);
  }

  private ArrayRule array(Set<String> types, JsonNode schema) {
    var first = new ArrayList<SchemaRule>();
    schema.path("prefixItems").forEach(item -> first.add(rule(item)));
    return new ArrayRule(
        types.contains("array"),
        schema.path("minItems").asInt(0),
        schema.path("maxItems").asInt(Integer.MAX_VALUE),
        first,
        ruleAt(schema, "items"));
  }

  private ObjectRule object(Set<String> types, JsonNode schema) {
    var required = new HashSet<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    var additional = ruleAt(schema, "additionalProperties");
    var properties = new HashMap<String, ObjectRule.Property>();
    required.forEach(name -> properties.put(name, new ObjectRule.Property(additional, true)));
    for (var property : schema.path("properties").properties()) {
      var name = property.getKey();
      properties.put(
          name, new ObjectRule.Property(rule(property.getValue()), required.contains(name)));
    }
    return new ObjectRule(
        types.contains("object"),
        schema.path("minProperties").asInt(0),
        schema.path("maxProperties").asInt(Integer.MAX_VALUE),
        properties,
        additional);
  }

  private @Nullable SchemaRule ruleAt(JsonNode schema, String keyword) {
    var value = schema.get(keyword);
    return value == null ? null : rule(value);
  }

  private static @Nullable OptionsRule options(JsonNode schema) {
    if (schema.has("const") && schema.has("enum")) {
      var single = new OptionsRule(List.of(schema.path("const")));
      var both = new ArrayList<JsonNode>();
      schema
          .path("enum")
          .forEach(option -> {
            if (single.accepts(option)) {
              both.add(option);
            }
          });
      return new OptionsRule(both);
    }
    if (schema.has("const")) {
      return new OptionsRule(List.of(schema.path("const")));
    }
    return schema.has("enum") ? new OptionsRule(schema.path("enum")) : null;
  }

  private List<SchemaRule> also(JsonNode schema) {
    var also = new ArrayList<SchemaRule>();
    if (schema.has("$ref")) {
      also.add(rule(document.target(schema.path("$ref").asText())));
    }
    schema.path("allOf").forEach(one -> also.add(rule(one)));
    return also;
  }
}
