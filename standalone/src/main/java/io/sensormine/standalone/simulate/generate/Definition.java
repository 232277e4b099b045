package io.sensormine.standalone.simulate.generate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A JSON Schema whose subschemas can be had with what they refer to and are composed of in one
 * object: {@code $ref} within the document, {@code allOf}, and the first of {@code oneOf} and
 * {@code anyOf}.
 */
record Definition(JsonNode root) {
  private static final Set<String> COMPOSING = Set.of("$ref", "allOf", "oneOf", "anyOf");
  private static final Set<String> GREATEST =
      Set.of("minimum", "exclusiveMinimum", "minLength", "minItems");
  private static final Set<String> LEAST =
      Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems");

  /** A subschema as one object; {@code true} as an empty one. */
  ObjectNode whole(JsonNode schema) {
    return whole(schema, 0);
  }

  private ObjectNode whole(JsonNode schema, int depth) {
    if (depth > 32) {
      throw Unsupported.because("it refers to itself");
    }
    var all = root.isObject() ? ((ObjectNode) root).objectNode() : null;
    if (all == null || (schema.isBoolean() && !schema.booleanValue())) {
      throw Unsupported.because("it admits nothing");
    }
    schema.properties().stream()
        .filter(each -> !COMPOSING.contains(each.getKey()))
        .forEach(each -> all.set(each.getKey(), each.getValue().deepCopy()));
    if (schema.has("$ref")) {
      add(all, whole(target(schema.get("$ref").asText()), depth + 1));
    }
    for (var part : schema.path("allOf")) {
      add(all, whole(part, depth + 1));
    }
    for (var choice : List.of("oneOf", "anyOf")) {
      if (schema.path(choice).has(0)) {
        add(all, whole(schema.path(choice).get(0), depth + 1));
      }
    }
    return all;
  }

  private JsonNode target(String reference) {
    if (!reference.equals("#") && !reference.startsWith("#/")) {
      throw Unsupported.because("it refers to `" + reference + "`, which is not in the file");
    }
    var found =
        root.at(
            JsonPointer.compile(
                URLDecoder.decode(
                    reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8)));
    if (found.isMissingNode()) {
      throw Unsupported.because("there is nothing at `" + reference + "`");
    }
    return found;
  }

  /** Both hold: properties come together, bounds become narrower. */
  private static void add(ObjectNode all, ObjectNode more) {
    more.properties()
        .forEach(each -> {
          var name = each.getKey();
          var there = all.get(name);
          if (name.equals("properties") && there != null) {
            addProperties((ObjectNode) there, each.getValue());
          } else if (name.equals("required") && there != null) {
            ((ArrayNode) there).addAll((ArrayNode) each.getValue());
          } else if (there == null || narrower(name, there, each.getValue())) {
            all.set(name, each.getValue());
          }
        });
  }

  private static void addProperties(ObjectNode all, JsonNode more) {
    more.properties()
        .forEach(each -> {
          var there = all.get(each.getKey());
          if (there == null) {
            all.set(each.getKey(), each.getValue());
          } else {
            var both = all.objectNode();
            both.putArray("allOf").add(there).add(each.getValue());
            all.set(each.getKey(), both);
          }
        });
  }

  private static boolean narrower(String name, JsonNode there, JsonNode other) {
    return (GREATEST.contains(name) && other.asDouble() > there.asDouble())
        || (LEAST.contains(name) && other.asDouble() < there.asDouble());
  }
}
