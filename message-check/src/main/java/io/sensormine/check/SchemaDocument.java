package io.sensormine.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A definition as both the library and the compiler read it: numbers in one form, counts that fit
 * an int, no name of its own. The one given stays as it is.
 */
final class SchemaDocument {
  private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final Set<String> COUNTS =
      Set.of(
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "minContains",
          "maxContains");

  private final Map<String, JsonNode> anchors = new HashMap<>();
  private final JsonNode root;

  SchemaDocument(JsonNode definition) {
    this.root = schema(definition);
    if (root instanceof ObjectNode object) {
      object.remove(List.of("$id", "$schema"));
    }
  }

  JsonNode root() {
    return root;
  }

  /** The subschema that a {@code $ref} leads to; missing where it leads nowhere inside. */
  JsonNode target(String reference) {
    if (!reference.startsWith("#")) {
      return MissingNode.getInstance();
    }
    var fragment = reference.substring(1);
    if (!fragment.isEmpty() && !fragment.startsWith("/")) {
      return anchors.getOrDefault(fragment, MissingNode.getInstance());
    }
    return root.at(JsonPointer.compile(PercentEncoding.decode(fragment)));
  }

  private JsonNode schema(JsonNode node) {
    if (!node.isObject()) {
      return Numbers.canonical(node);
    }
    var schema = JsonNodeFactory.instance.objectNode();
    for (var keyword : node.properties()) {
      schema.set(keyword.getKey(), value(keyword.getKey(), keyword.getValue()));
    }
    uniqueForArraysOnly(schema);
    containsForArraysOnly(schema);
    if (schema.path("$anchor").isTextual()) {
      anchors.putIfAbsent(schema.path("$anchor").textValue(), schema);
    }
    return schema;
  }

  /** Where no count will do, the library would refuse whatever is no array, too. */
  private static void containsForArraysOnly(ObjectNode schema) {
    if (schema.has("contains")
        && schema.has("maxContains")
        && schema.path("maxContains").asInt() < schema.path("minContains").asInt(1)) {
      schema.remove(List.of("contains", "minContains", "maxContains"));
      schema.withArray("allOf").addObject().putObject("not").put("type", "array");
    }
  }

  /** The library would also refuse an object two of whose properties have one value. */
  private static void uniqueForArraysOnly(ObjectNode schema) {
    if (schema.path("uniqueItems").asBoolean(false)
        && !"array".equals(schema.path("type").asText())) {
      schema.remove("uniqueItems");
      var conditional = schema.withArray("allOf").addObject();
      conditional.putObject("if").put("type", "array");
      conditional.putObject("then").put("uniqueItems", true);
    }
  }

  private JsonNode value(String keyword, JsonNode value) {
    if (COUNTS.contains(keyword) && value.isNumber()) {
      return IntNode.valueOf(Numbers.decimal(value).min(MAX_COUNT).intValue());
    }
    if (Subschemas.NAMED.contains(keyword) && value.isObject()) {
      var named = JsonNodeFactory.instance.objectNode();
      value.properties().forEach(one -> named.set(one.getKey(), schema(one.getValue())));
      return named;
    }
    if (Subschemas.LISTED.contains(keyword) && value.isArray()) {
      var listed = JsonNodeFactory.instance.arrayNode(value.size());
      value.forEach(one -> listed.add(schema(one)));
      return listed;
    }
    return Subschemas.SINGLE.contains(keyword) ? schema(value) : Numbers.canonical(value);
  }
}
