package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One place of a message, by all subschemas that hold for it whatever the message says: the one
 * that stands there, what its {@code $ref} leads to and each of its {@code allOf}.
 */
record Place(List<JsonNode> schemas) {
  Place {
    schemas = List.copyOf(schemas);
  }

  static Place of(Document document, List<JsonNode> standing) {
    var all = new ArrayList<JsonNode>();
    standing.forEach(schema -> gather(document, schema, all));
    return new Place(all);
  }

  private static void gather(Document document, JsonNode schema, List<JsonNode> all) {
    all.add(schema);
    if (schema.has("$ref")) {
      document
          .target(schema.path("$ref").asText())
          .ifPresent(target -> gather(document, document.at(target), all));
    }
    schema.path("allOf").forEach(branch -> gather(document, branch, all));
  }

  /** A keyword's value, of the subschema that is nearest; missing where none has it. */
  JsonNode first(String keyword) {
    return schemas.stream()
        .filter(schema -> schema.has(keyword))
        .findFirst()
        .map(schema -> schema.path(keyword))
        .orElse(MissingNode.getInstance());
  }

  Set<String> properties() {
    var names = new LinkedHashSet<String>();
    schemas.forEach(schema -> schema.path("properties").fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** What stands at a property, in every subschema that has it. */
  Place property(Document document, String name) {
    return of(
        document,
        schemas.stream()
            .map(schema -> schema.path("properties").path(name))
            .filter(schema -> !schema.isMissingNode())
            .toList());
  }

  /** The types that it may be, null aside; empty where none is declared. */
  List<String> types() {
    var type = first("type");
    var types = new ArrayList<String>();
    if (type.isTextual()) {
      types.add(type.textValue());
    }
    type.forEach(one -> types.add(one.asText()));
    types.remove("null");
    return types;
  }
}
