package io.sensormine.registry.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.registry.definition.Document;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the other keywords of a schema evaluate, and so leave to {@code unevaluatedProperties} and
 * {@code unevaluatedItems} (JSON Schema 2020-12, core, section 11).
 */
final class Evaluated {
  private static final List<String> BY_VALUE = List.of("anyOf", "oneOf", "if", "dependentSchemas");

  private final Document document;
  private final Normaliser normaliser;

  Evaluated(Document document, Normaliser normaliser) {
    this.document = document;
    this.normaliser = normaliser;
  }

  /** Which properties are evaluated. */
  sealed interface Properties {
    record All() implements Properties {}

    record Some(Set<String> names, Set<String> patterns) implements Properties {}

    /** That depends on the value. */
    record ByValue() implements Properties {}
  }

  /** Which items are evaluated. */
  sealed interface Items {
    record All() implements Items {}

    record First(int count) implements Items {}

    /** That depends on the value. */
    record ByValue() implements Items {}
  }

  Properties properties(JsonPointer at) {
    var names = new LinkedHashSet<String>();
    var patterns = new LinkedHashSet<String>();
    boolean all = false;
    boolean byValue = false;
    boolean itself = true;
    for (var schema : whole(at)) {
      all |= schema.has("additionalProperties");
      all |= !itself && schema.has("unevaluatedProperties");
      itself = false;
      byValue |= BY_VALUE.stream().anyMatch(schema::has);
      schema.path("properties").fieldNames().forEachRemaining(names::add);
      schema.path("patternProperties").fieldNames().forEachRemaining(patterns::add);
    }
    if (all) {
      return new Properties.All();
    }
    return byValue ? new Properties.ByValue() : new Properties.Some(names, patterns);
  }

  Items items(JsonPointer at) {
    int count = 0;
    boolean all = false;
    boolean byValue = false;
    boolean itself = true;
    for (var schema : whole(at)) {
      all |= schema.has("items");
      all |= !itself && schema.has("unevaluatedItems");
      itself = false;
      byValue |= schema.has("contains") || BY_VALUE.stream().anyMatch(schema::has);
      count = Math.max(count, schema.path("prefixItems").size());
    }
    if (all) {
      return new Items.All();
    }
    return byValue ? new Items.ByValue() : new Items.First(count);
  }

  /** The schema itself, then all that hold beside it. */
  private List<JsonNode> whole(JsonPointer at) {
    var schemas = new ArrayList<>(List.of(document.at(at)));
    normaliser.parts(at, document.at(at)).forEach(part -> schemas.addAll(whole(part)));
    return schemas;
  }
}
