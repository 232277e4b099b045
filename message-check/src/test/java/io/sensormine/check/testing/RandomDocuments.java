package io.sensormine.check.testing;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Documents by chance for a schema: most keep it or nearly so, some are random altogether. Their
 * numbers are of every kind of node, some beyond all doubles. The same for the same state of the
 * generator.
 */
public final class RandomDocuments {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 8;

  private final JsonNode root;
  private final RandomGenerator random;

  private RandomDocuments(JsonNode root, RandomGenerator random) {
    this.root = root;
    this.random = random;
  }

  /** A document for a schema, whose references are of the form {@code #/…} or {@code #n0}. */
  public static JsonNode of(JsonNode schema, RandomGenerator random) {
    if (Pool.chance(0.05, random)) {
      return Pool.value(3, random);
    }
    var documents = new RandomDocuments(schema, random);
    var document = documents.value(schema, 0);
    return Pool.chance(0.3, random) ? documents.mutated(document, 0) : document;
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (!schema.isObject() || depth > MAX_DEPTH) {
      return Pool.value(1, random);
    }
    var gathered = NODES.objectNode();
    gather(schema, gathered, 0);
    if (gathered.has("const")) {
      return gathered.path("const");
    }
    if (gathered.path("enum").size() > 0) {
      return option(gathered);
    }
    return switch (type(gathered)) {
      case "null" -> NODES.nullNode();
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "integer" -> number(gathered, true);
      case "number" -> number(gathered, false);
      case "string" -> NODES.textNode(text(gathered));
      case "array" -> array(gathered, depth);
      default -> object(gathered, depth);
    };
  }

  /** One schema out of one, what it refers to and what it is combined of. */
  private void gather(JsonNode schema, ObjectNode into, int depth) {
    for (var keyword : schema.properties()) {
      merge(keyword.getKey(), keyword.getValue(), into);
    }
    if (depth > MAX_DEPTH) {
      return;
    }
    if (schema.has("$ref")) {
      gather(target(schema.path("$ref").asText()), into, depth + 1);
    }
    schema.path("allOf").forEach(branch -> gather(branch, into, depth + 1));
    for (var keyword : List.of("anyOf", "oneOf")) {
      if (schema.path(keyword).size() > 0) {
        var branches = schema.path(keyword);
        gather(branches.path(random.nextInt(branches.size())), into, depth + 1);
      }
    }
    if (schema.has("then")) {
      gather(schema.path(random.nextBoolean() ? "then" : "else"), into, depth + 1);
    }
  }

  private static void merge(String keyword, JsonNode value, ObjectNode into) {
    var known = into.get(keyword);
    if (known instanceof ObjectNode names && keyword.equals("properties")) {
      value.properties().forEach(one -> names.putIfAbsent(one.getKey(), one.getValue()));
    } else if (known instanceof ArrayNode list && keyword.equals("required")) {
      value.forEach(list::add);
    } else if (known == null) {
      into.set(keyword, value.deepCopy());
    }
  }

  private JsonNode target(String reference) {
    return reference.startsWith("#n")
        ? root.path("$defs").path("d" + reference.substring(2))
        : root.at(JsonPointer.compile(reference.substring(1)));
  }

  private String type(JsonNode schema) {
    var types = new ArrayList<String>();
    if (schema.path("type").isTextual()) {
      types.add(schema.path("type").textValue());
    }
    schema.path("type").forEach(type -> types.add(type.asText()));
    return Pool.one(types.isEmpty() ? Pool.TYPES : types, random);
  }

  /** One of the options, of the right type where there is one. */
  private JsonNode option(JsonNode schema) {
    var options = schema.path("enum");
    var type = type(schema);
    for (var option : options) {
      boolean fits =
          switch (type) {
            case "integer", "number" -> option.isNumber();
            case "string" -> option.isTextual();
            case "boolean" -> option.isBoolean();
            case "null" -> option.isNull();
            case "array" -> option.isArray();
            default -> option.isObject();
          };
      if (fits && Pool.chance(0.5, random)) {
        return option.isNumber() ? Pool.node(option.decimalValue(), random) : option;
      }
    }
    return options.path(random.nextInt(options.size()));
  }

  private JsonNode number(JsonNode schema, boolean whole) {
    var candidates = new ArrayList<BigDecimal>();
    for (var bound :
        List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")) {
      if (schema.path(bound).isNumber()) {
        var at = schema.path(bound).decimalValue();
        candidates.add(at);
        candidates.add(at.add(BigDecimal.ONE));
        candidates.add(at.subtract(BigDecimal.ONE));
        candidates.add(at.multiply(BigDecimal.valueOf(3)));
        // the next double, and what lies between
        candidates.add(BigDecimal.valueOf(Math.nextUp(at.doubleValue())));
        candidates.add(at.add(new BigDecimal("1e-30")));
      }
    }
    candidates.add(Pool.number(random));
    candidates.add(Pool.number(random));
    if (Pool.chance(0.02, random)) {
      return Pool.node(Pool.farNumber(random), random);
    }
    var chosen = Pool.one(candidates, random);
    for (int attempt = 0; attempt < 8 && !fits(chosen, schema); attempt++) {
      chosen = Pool.one(candidates, random);
    }
    boolean cut = whole && chosen.scale() > 0 && Pool.chance(0.8, random);
    return Pool.node(cut ? new BigDecimal(chosen.toBigInteger()) : chosen, random);
  }

  private static boolean fits(BigDecimal number, JsonNode schema) {
    var divisor = schema.path("multipleOf");
    return compared(number, schema.path("minimum")) >= 0
        && compared(number, schema.path("maximum")) <= 0
        && (!divisor.isNumber() || number.remainder(divisor.decimalValue()).signum() == 0);
  }

  private static int compared(BigDecimal number, JsonNode bound) {
    return bound.isNumber() ? number.compareTo(bound.decimalValue()) : 0;
  }

  private String text(JsonNode schema) {
    var text = Pool.text(random);
    for (int attempt = 0; attempt < 8 && !fits(text, schema); attempt++) {
      text = Pool.text(random);
    }
    return text;
  }

  private static boolean fits(String text, JsonNode schema) {
    int length = text.codePointCount(0, text.length());
    return length >= schema.path("minLength").asInt(0)
        && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
        && Pattern.compile(schema.path("pattern").asText("")).matcher(text).find();
  }

  private ArrayNode array(JsonNode schema, int depth) {
    var array = NODES.arrayNode();
    int size = schema.path("minItems").asInt(0) + random.nextInt(3);
    size = Math.min(size, schema.path("maxItems").asInt(size));
    for (int at = 0; at < size; at++) {
      var item = schema.path("prefixItems").path(at);
      if (item.isMissingNode()) {
        var contained = schema.path("contains");
        item = contained.isObject() && random.nextBoolean() ? contained : schema.path("items");
      }
      array.add(value(item, depth + 1));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    var object = NODES.objectNode();
    var properties = schema.path("properties");
    schema.path("required").forEach(name -> property(object, name.asText(), schema, depth));
    for (var property : properties.properties()) {
      if (Pool.chance(0.6, random)) {
        property(object, property.getKey(), schema, depth);
      }
    }
    if (!schema.path("additionalProperties").equals(NODES.booleanNode(false))
        && Pool.chance(0.3, random)) {
      property(object, Pool.one(Pool.NAMES, random), schema, depth);
    }
    return object;
  }

  private void property(ObjectNode object, String name, JsonNode schema, int depth) {
    var declared = schema.path("properties").path(name);
    var of = declared.isMissingNode() ? schema.path("additionalProperties") : declared;
    if (of.isBoolean() && !of.booleanValue() && Pool.chance(0.9, random)) {
      return;
    }
    object.set(name, value(of, depth + 1));
  }

  /** Something is another value, gone or one too many. */
  private JsonNode mutated(JsonNode node, int depth) {
    if (node.isEmpty() || depth > 3 || Pool.chance(0.1, random)) {
      return Pool.value(2, random);
    }
    int at = random.nextInt(node.size());
    if (node instanceof ArrayNode array) {
      switch (random.nextInt(4)) {
        case 0 -> array.remove(at);
        case 1 -> array.add(Pool.value(1, random));
        default -> array.set(at, mutated(array.get(at), depth + 1));
      }
      return array;
    }
    var object = (ObjectNode) node;
    var name = object.properties().stream().skip(at).findFirst().orElseThrow().getKey();
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(Pool.one(Pool.NAMES, random), Pool.value(1, random));
      default -> object.set(name, mutated(object.get(name), depth + 1));
    }
    return object;
  }
}
