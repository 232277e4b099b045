package io.sensormine.standalone.simulate.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Reads a definition into what makes values by it. */
final class Templates {
  private static final double PRESENT = 0.9;
  private static final int MAX_DEPTH = 24;
  private static final int USUAL_ITEMS = 3;

  private final Definition definition;

  Templates(Definition definition) {
    this.definition = definition;
  }

  /** What makes messages. */
  Template root() {
    return object(definition.whole(definition.root()), 0);
  }

  private Template of(JsonNode subschema, int depth) {
    if (depth > MAX_DEPTH) {
      throw Unsupported.because("it nests without end");
    }
    var schema = definition.whole(subschema);
    if (schema.path("x-time").asBoolean()) {
      return time(schema);
    }
    if (schema.has("const")) {
      return random -> time -> schema.get("const");
    }
    if (schema.path("enum").has(0)) {
      return oneOf(schema.get("enum"));
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer" -> NumberTemplate.of(schema, true);
      case "boolean" -> random -> new Held(random, () -> BooleanNode.valueOf(random.nextBoolean()));
      case "string" -> TextTemplate.of(schema);
      case "null" -> random -> time -> NullNode.getInstance();
      default -> NumberTemplate.of(schema, false);
    };
  }

  /** The type, the first of several but null, or what the keywords are about. */
  private static String type(ObjectNode schema) {
    var type = schema.path("type");
    if (type.isArray()) {
      for (var each : type) {
        if (!each.asText().equals("null")) {
          return each.asText();
        }
      }
      return "null";
    }
    if (type.isTextual()) {
      return type.asText();
    }
    if (schema.has("properties")) {
      return "object";
    }
    if (schema.has("items") || schema.has("prefixItems")) {
      return "array";
    }
    return schema.has("pattern") || schema.has("format") || schema.has("maxLength")
        ? "string"
        : "number";
  }

  private static Template time(ObjectNode schema) {
    return type(schema).equals("string")
        ? random -> time -> TextNode.valueOf(time.toString())
        : random -> time -> JsonNodeFactory.instance.numberNode(time.toEpochMilli());
  }

  private static Template oneOf(JsonNode values) {
    return random -> new Held(random, () -> values.get(random.nextInt(values.size())));
  }

  private Template object(ObjectNode schema, int depth) {
    var required = new HashSet<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    Map<String, Template> fields = new LinkedHashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(each -> {
          var name = each.getKey();
          // a message says its time in its envelope
          var own = definition.whole(each.getValue()).path("x-time").asBoolean();
          if (required.contains(name) || !own) {
            fields.put(name, of(each.getValue(), depth + 1));
          }
        });
    for (var name : required) {
      if (!fields.containsKey(name)) {
        throw Unsupported.because("it requires `" + name + "` without saying what that is");
      }
    }
    return random -> begin(fields, required, random);
  }

  private static Source begin(
      Map<String, Template> fields, Set<String> always, RandomGenerator random) {
    Map<String, Source> sources = new LinkedHashMap<>();
    fields.forEach((name, template) -> sources.put(name, template.begin(random)));
    return (Instant time) -> {
      var object = JsonNodeFactory.instance.objectNode();
      sources.forEach((name, source) -> {
        if (always.contains(name) || random.nextDouble() < PRESENT) {
          object.set(name, source.next(time));
        }
      });
      return object;
    };
  }

  private Template array(ObjectNode schema, int depth) {
    var prefix = schema.path("prefixItems");
    int least = schema.path("minItems").asInt(prefix.size());
    int most = schema.path("maxItems").asInt(Math.max(least, USUAL_ITEMS));
    var items = new ArrayList<Template>();
    for (int at = 0; at < Math.max(least, Math.min(most, least + USUAL_ITEMS)); at++) {
      if (at < prefix.size()) {
        items.add(of(prefix.get(at), depth + 1));
      } else if (schema.path("items").isObject()) {
        items.add(of(schema.get("items"), depth + 1));
      }
    }
    if (items.size() < least) {
      throw Unsupported.because("it does not say what the items of a list are");
    }
    return random -> {
      var sources = items.stream().map(item -> item.begin(random)).toList();
      return time -> {
        var array = JsonNodeFactory.instance.arrayNode();
        int size = random.nextInt(least, sources.size() + 1);
        sources.stream().limit(size).forEach(source -> array.add(source.next(time)));
        return array;
      };
    };
  }
}
