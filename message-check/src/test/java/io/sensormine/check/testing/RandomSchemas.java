package io.sensormine.check.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Definitions by chance that the registry accepts: JSON Schema 2020-12, the root of {@code type:
 * object}, references that stay inside and never lead back. They share a few names and values with
 * {@link RandomDocuments}. The same for the same state of the generator.
 */
public final class RandomSchemas {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEFINITIONS = 3;
  private static final BigDecimal LEAST_DIVISOR = new BigDecimal("0.00001");

  private final RandomGenerator random;
  private final boolean compilable;

  /** The first of {@code $defs} that may be referred to: each refers to later ones only. */
  private int firstDefinition;

  private RandomSchemas(RandomGenerator random, boolean compilable) {
    this.random = random;
    this.compilable = compilable;
  }

  /** An object of typed, bounded scalars; one that can be compiled. */
  public static ObjectNode flat(RandomGenerator random) {
    var schemas = new RandomSchemas(random, true);
    schemas.firstDefinition = DEFINITIONS;
    return schemas.root(1);
  }

  /** One that can be compiled, nesting so deep. */
  public static ObjectNode compilable(RandomGenerator random, int depth) {
    return new RandomSchemas(random, true).withDefinitions(depth);
  }

  /** One with any keyword of JSON Schema 2020-12, nesting so deep. */
  public static ObjectNode deep(RandomGenerator random, int depth) {
    return new RandomSchemas(random, false).withDefinitions(depth);
  }

  private ObjectNode withDefinitions(int depth) {
    var definitions = NODES.objectNode();
    for (int at = 0; at < DEFINITIONS; at++) {
      firstDefinition = at + 1;
      var definition = object(depth - 1);
      definition.put("$anchor", "n" + at);
      definitions.set("d" + at, definition);
    }
    firstDefinition = 0;
    var root = root(depth);
    root.set("$defs", definitions);
    return root;
  }

  private ObjectNode root(int depth) {
    var root = NODES.objectNode();
    root.put("type", "object");
    ofObject(root, depth);
    extras(root, depth);
    return root;
  }

  private JsonNode schema(int depth) {
    return chance(0.05) ? BooleanNode.valueOf(chance(0.8)) : object(depth);
  }

  private ObjectNode object(int depth) {
    var schema = NODES.objectNode();
    if (firstDefinition < DEFINITIONS && chance(0.15)) {
      int target = firstDefinition + random.nextInt(DEFINITIONS - firstDefinition);
      schema.put("$ref", chance(0.7) ? "#/$defs/d" + target : "#n" + target);
      if (chance(0.7)) {
        return schema;
      }
    }
    if (chance(0.05)) {
      options(schema);
      return schema;
    }
    var types = types(depth);
    if (types.size() == 1) {
      schema.put("type", types.getFirst());
    } else if (chance(0.9)) {
      types.forEach(schema.putArray("type")::add);
    }
    types.forEach(type -> ofType(schema, type, depth));
    extras(schema, depth);
    return schema;
  }

  private List<String> types(int depth) {
    var among = depth > 0 ? Pool.TYPES : Pool.TYPES.subList(0, 5);
    var types = new ArrayList<String>(List.of(Pool.one(among, random)));
    while (chance(0.2)) {
      var another = Pool.one(among, random);
      if (!types.contains(another)) {
        types.add(another);
      }
    }
    return types;
  }

  private void ofType(ObjectNode schema, String type, int depth) {
    switch (type) {
      case "integer", "number" -> ofNumber(schema);
      case "string" -> ofText(schema);
      case "array" -> ofArray(schema, depth);
      case "object" -> ofObject(schema, depth);
      default -> {}
    }
  }

  private void ofNumber(ObjectNode schema) {
    for (var bound : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
      if (chance(0.2)) {
        schema.set(bound, number());
      }
    }
    if (chance(0.15)) {
      schema.set("multipleOf", Pool.node(Pool.number(random).abs().max(LEAST_DIVISOR), random));
    }
  }

  private void ofText(ObjectNode schema) {
    count(schema, "minLength", 0.25);
    count(schema, "maxLength", 0.25);
    if (chance(0.25)) {
      schema.put("pattern", Pool.one(Pool.PATTERNS, random));
    }
  }

  private void ofArray(ObjectNode schema, int depth) {
    if (chance(0.5)) {
      schema.set("items", schema(depth - 1));
    }
    if (chance(0.25)) {
      fill(schema.putArray("prefixItems"), depth);
    }
    count(schema, "minItems", 0.2);
    count(schema, "maxItems", 0.2);
    if (compilable) {
      return;
    }
    if (chance(0.25)) {
      schema.set("contains", schema(depth - 1));
      count(schema, "minContains", 0.4);
      count(schema, "maxContains", 0.4);
    }
    if (chance(0.2)) {
      schema.put("uniqueItems", chance(0.8));
    }
    if (chance(0.1)) {
      schema.set("unevaluatedItems", schema(depth - 1));
    }
  }

  private void ofObject(ObjectNode schema, int depth) {
    if (chance(0.85)) {
      var properties = schema.putObject("properties");
      for (var name : names(0.6)) {
        properties.set(name, schema(depth - 1));
      }
    }
    if (chance(0.4)) {
      names(0.2).forEach(schema.putArray("required")::add);
    }
    if (chance(0.35)) {
      schema.set(
          "additionalProperties",
          chance(0.5) ? BooleanNode.valueOf(chance(0.4)) : schema(depth - 1));
    }
    count(schema, "minProperties", 0.1);
    if (chance(0.1)) {
      schema.put("maxProperties", 3 + random.nextInt(4));
    }
    if (!compilable) {
      ofNames(schema, depth);
    }
  }

  private void ofNames(ObjectNode schema, int depth) {
    if (chance(0.15)) {
      schema
          .putObject("patternProperties")
          .set(chance(0.5) ? "^[ab]$" : "[d-f]", schema(depth - 1));
    }
    if (chance(0.1)) {
      schema.putObject("propertyNames").put("pattern", chance(0.8) ? "^[a-f]$" : "^[a-d]$");
    }
    if (chance(0.15)) {
      names(0.2)
          .forEach(
              schema.putObject("dependentRequired").putArray(Pool.one(Pool.NAMES, random))::add);
    }
    if (chance(0.1)) {
      schema.putObject("dependentSchemas").set(Pool.one(Pool.NAMES, random), schema(depth - 1));
    }
    if (chance(0.05)) {
      schema.set("unevaluatedProperties", chance(0.3) ? BooleanNode.FALSE : schema(depth - 1));
    }
  }

  /** Options, combinations and annotations. */
  private void extras(ObjectNode schema, int depth) {
    if (chance(0.1)) {
      schema.put("title", Pool.text(random));
      schema.put("format", "date-time");
      schema.put("x-unknown", 1);
    }
    if (!schema.path("type").asText().equals("object") && chance(0.1)) {
      options(schema);
    }
    if (depth <= 0) {
      return;
    }
    if (chance(0.1)) {
      fill(schema.putArray("allOf"), depth);
    }
    if (compilable) {
      return;
    }
    for (var keyword : List.of("anyOf", "oneOf")) {
      if (chance(0.06)) {
        fill(schema.putArray(keyword), depth);
      }
    }
    if (chance(0.03)) {
      schema.set("not", schema(depth - 1));
    }
    if (chance(0.08)) {
      schema.set("if", schema(depth - 1));
      schema.set("then", schema(depth - 1));
      schema.set("else", schema(depth - 1));
    }
  }

  private void options(ObjectNode schema) {
    if (chance(0.3)) {
      schema.set("const", Pool.value(2, random));
      return;
    }
    var options = new HashSet<String>();
    var values = schema.putArray("enum");
    for (int count = 2 + random.nextInt(6); count > 0; count--) {
      var option = Pool.value(2, random);
      if (options.add(option.toString())) {
        values.add(option);
      }
    }
  }

  private void fill(ArrayNode list, int depth) {
    for (int count = 1 + random.nextInt(2); count > 0; count--) {
      list.add(schema(depth - 1));
    }
  }

  private void count(ObjectNode schema, String keyword, double probability) {
    if (chance(probability)) {
      schema.put(keyword, keyword.startsWith("min") ? random.nextInt(3) : 1 + random.nextInt(4));
    }
  }

  private List<String> names(double share) {
    return Pool.NAMES.stream().filter(name -> chance(share)).toList();
  }

  private JsonNode number() {
    return Pool.node(Pool.number(random), random);
  }

  private boolean chance(double probability) {
    return Pool.chance(probability, random);
  }
}
