package io.sensormine.registry.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sensormine.check.PercentEncoding;
import io.sensormine.check.Subschemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A definition as the tree of its subschemas: what stands where a schema may stand, and nothing
 * else (a property that is called {@code unit} is no unit, an example is no schema).
 */
public final class Document {
  private final Map<JsonPointer, JsonNode> subschemas = new LinkedHashMap<>();
  private final Map<JsonPointer, List<JsonPointer>> children = new HashMap<>();
  private final Map<String, JsonPointer> anchors = new HashMap<>();

  /**
   * @param root has passed the meta-schema
   */
  public Document(JsonNode root) {
    add(JsonPointer.empty(), root);
  }

  private void add(JsonPointer at, JsonNode node) {
    subschemas.put(at, node);
    if (node.path("$anchor").isTextual()) {
      anchors.putIfAbsent(node.path("$anchor").textValue(), at);
    }
    var below = new ArrayList<JsonPointer>();
    for (var keyword : Subschemas.NAMED) {
      for (var named : node.path(keyword).properties()) {
        add(at.appendProperty(keyword).appendProperty(named.getKey()), named.getValue(), below);
      }
    }
    for (var keyword : Subschemas.LISTED) {
      var list = node.path(keyword);
      for (int index = 0; index < list.size(); index++) {
        add(at.appendProperty(keyword).appendIndex(index), list.path(index), below);
      }
    }
    for (var keyword : Subschemas.SINGLE) {
      if (node.has(keyword)) {
        add(at.appendProperty(keyword), node.path(keyword), below);
      }
    }
    children.put(at, below);
  }

  private void add(JsonPointer at, JsonNode node, List<JsonPointer> siblings) {
    siblings.add(at);
    add(at, node);
  }

  /** Every subschema by where it stands, the root first. */
  public Map<JsonPointer, JsonNode> subschemas() {
    return subschemas;
  }

  /** The subschemas right below one. */
  List<JsonPointer> below(JsonPointer at) {
    return children.getOrDefault(at, List.of());
  }

  public JsonNode at(JsonPointer pointer) {
    return subschemas.getOrDefault(pointer, MissingNode.getInstance());
  }

  /** Where a reference inside the document leads; empty where it leads to no subschema. */
  public Optional<JsonPointer> target(String reference) {
    var fragment = reference.substring(1);
    if (!fragment.isEmpty() && !fragment.startsWith("/")) {
      return Optional.ofNullable(anchors.get(fragment));
    }
    try {
      return Optional.of(JsonPointer.compile(PercentEncoding.decode(fragment)))
          .filter(subschemas::containsKey);
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /** The reference that leads to a place. */
  static String reference(JsonPointer place) {
    return "#" + PercentEncoding.encode(place.toString(), "/$:;");
  }
}
