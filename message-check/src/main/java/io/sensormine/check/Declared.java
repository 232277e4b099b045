package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a definition declares of one place of a message, whatever the message says: by the subschema
 * that stands there, what its {@code $ref} leads to and each of its {@code allOf}. Immutable.
 */
public final class Declared {
  private final SchemaDocument document;
  private final List<JsonNode> schemas = new ArrayList<>();

  private Declared(SchemaDocument document, List<JsonNode> standing) {
    this.document = document;
    standing.forEach(this::gather);
  }

  /**
   * The message as a whole.
   *
   * @param definition JSON Schema 2020-12 that the registry has accepted
   */
  public static Declared by(JsonNode definition) {
    var document = new SchemaDocument(definition);
    return new Declared(document, List.of(document.root()));
  }

  private void gather(JsonNode schema) {
    schemas.add(schema);
    if (schema.has("$ref")) {
      gather(document.target(schema.path("$ref").asText()));
    }
    schema.path("allOf").forEach(this::gather);
  }

  /** The names of its properties, in the order of the definition. */
  public Set<String> properties() {
    var names = new LinkedHashSet<String>();
    schemas.forEach(schema -> schema.path("properties").fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** What is declared of a property; nothing where there is none of that name. */
  public Declared property(String name) {
    return new Declared(
        document,
        schemas.stream()
            .map(schema -> schema.path("properties").path(name))
            .filter(schema -> !schema.isMissingNode())
            .toList());
  }

  /** Whether a keyword is set to true anywhere here. */
  public boolean isMarked(String keyword) {
    return schemas.stream().anyMatch(schema -> schema.path(keyword).asBoolean(false));
  }
}
