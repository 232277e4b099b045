package io.sensormine.ingestion.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Makes the tree of fields that come as dotted paths, so that a schema's properties find them. */
public final class FieldTree {
  private FieldTree() {}

  /**
   * The tree of fields. A path that leads through another field, has an empty step, or is longer or
   * deeper than one may be, is a name as it stands; flattened, that is the same.
   */
  public static ObjectNode of(Map<String, JsonNode> fields, IngestionLimits limits) {
    var root = JsonNodeFactory.instance.objectNode();
    fields.forEach((path, value) -> {
      if (path.indexOf('.') < 0 || isBeyond(path, limits) || !nests(path, fields)) {
        root.set(path, value);
      } else {
        nest(root, path, value);
      }
    });
    return root;
  }

  private static boolean isBeyond(String path, IngestionLimits limits) {
    return path.length() > limits.maxPathLength()
        || path.chars().filter(c -> c == '.').count() >= limits.maxDepth();
  }

  private static boolean nests(String path, Map<String, JsonNode> fields) {
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      if (dot == from || fields.containsKey(path.substring(0, dot))) {
        return false;
      }
      from = dot + 1;
    }
    return from < path.length();
  }

  private static void nest(ObjectNode root, String path, JsonNode value) {
    var place = root;
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      var step = path.substring(from, dot);
      place = place.get(step) instanceof ObjectNode there ? there : place.putObject(step);
      from = dot + 1;
    }
    place.set(path.substring(from), value);
  }
}
