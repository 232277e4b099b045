package io.sensormine.registry.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The definitions inside a bundle, each once, whoever refers to it. A definition comes after those
 * that it refers to. Not thread-safe.
 */
final class Embedded {
  /** What names a thing, or a field's former path: it holds within the definition it came in. */
  private static final List<String> NAMES =
      List.of("$anchor", "$dynamicAnchor", "$id", "$schema", "x-renamed-from");

  private final Map<String, JsonNode> definitions = new LinkedHashMap<>();
  private long bytes;

  /** A reference of an embedded definition, and what it leads to in the document it came in. */
  private record Link(ObjectNode schema, JsonPointer target) {}

  /** By their keys in the root's {@code $defs}. */
  Map<String, JsonNode> definitions() {
    return Collections.unmodifiableMap(definitions);
  }

  /** How large they are together, as compact JSON in UTF-8. */
  long bytes() {
    return bytes;
  }

  /**
   * The key of the embedded definition that a place of a bundle belongs to; empty for the root's
   * own places.
   */
  static String home(JsonPointer place) {
    if (!"$defs".equals(place.getMatchingProperty()) || place.tail().matches()) {
      return "";
    }
    var key = place.tail().getMatchingProperty();
    return VersionReference.isOne(key) ? key : "";
  }

  /** Where an embedded definition stands. */
  static JsonPointer place(String key) {
    return JsonPointer.empty().appendProperty("$defs").appendProperty(key);
  }

  /**
   * Adds a definition and those inside it.
   *
   * @param selfContained a definition that was accepted, or its bundle; it stays as it is
   * @return the key that it now has
   */
  String add(String uri, JsonNode selfContained) {
    JsonNode root = selfContained.deepCopy();
    var links = links(new Document(root));
    var keys = new HashMap<String, String>();
    // in their order, and so each after those that it refers to
    for (var key : inner(root)) {
      int suffix = key.indexOf(';');
      put(suffix < 0 ? key : key.substring(0, suffix), key, root.at(place(key)), links, keys);
    }
    if (root.path("$defs") instanceof ObjectNode own) {
      own.remove(inner(root));
    }
    return put(uri, "", root, links, keys);
  }

  private static List<String> inner(JsonNode root) {
    var keys = new ArrayList<String>();
    root.path("$defs").fieldNames().forEachRemaining(keys::add);
    keys.removeIf(key -> !VersionReference.isOne(key));
    return keys;
  }

  /** The references by the definition that they are in; names of its own are taken away. */
  private static Map<String, List<Link>> links(Document document) {
    var links = new HashMap<String, List<Link>>();
    document
        .subschemas()
        .forEach((at, subschema) -> {
          if (subschema instanceof ObjectNode schema) {
            schema.remove(NAMES);
            if (schema.has("$ref")) {
              var target = document.target(schema.path("$ref").asText()).orElseThrow();
              links
                  .computeIfAbsent(home(at), home -> new ArrayList<>())
                  .add(new Link(schema, target));
            }
          }
        });
    return links;
  }

  /**
   * Puts a definition under its URI, or under a numbered one where another has it: a name may have
   * gone from one schema to another since what refers to it was made.
   */
  private String put(
      String uri,
      String home,
      JsonNode definition,
      Map<String, List<Link>> links,
      Map<String, String> keys) {
    for (int number = 1; ; number++) {
      var key = number == 1 ? uri : uri + ";" + number;
      keys.put(home, key);
      links.getOrDefault(home, List.of()).forEach(link -> point(link, keys));
      var there = definitions.putIfAbsent(key, definition);
      if (there == null) {
        bytes += definition.toString().getBytes(StandardCharsets.UTF_8).length;
      }
      if (there == null || there.equals(definition)) {
        return key;
      }
    }
  }

  private static void point(Link link, Map<String, String> keys) {
    var home = home(link.target());
    var within = home.isEmpty() ? link.target() : link.target().tail().tail();
    var place = place(keys.getOrDefault(home, home));
    link.schema().put("$ref", Document.reference(place.append(within)));
  }
}
