package io.sensormine.registry.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.kit.problem.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts every definition that a definition refers to inside it, so that it means the same for ever,
 * whatever becomes of the schemas' names.
 */
final class Bundling {
  private final ObjectNode copy;
  private final Document document;
  private final References references;
  private final DefinitionLimits limits;
  private final Consumer<Violation> refuse;
  private final Embedded embedded = new Embedded();

  private Bundling(
      ObjectNode copy, References references, DefinitionLimits limits, Consumer<Violation> refuse) {
    this.copy = copy;
    this.document = new Document(copy);
    this.references = references;
    this.limits = limits;
    this.refuse = refuse;
  }

  /** Where a definition refers to a version. */
  private record Use(JsonPointer at, VersionReference reference) {}

  /**
   * The definition with all that it refers to under its {@code $defs}, by URI, and every reference
   * a local one; empty where it refers to nothing outside, or to what cannot be embedded.
   *
   * @param json an object that has passed the meta-schema
   */
  static Optional<JsonNode> of(
      JsonNode json, References references, DefinitionLimits limits, Consumer<Violation> refuse) {
    return json.deepCopy() instanceof ObjectNode copy
        ? new Bundling(copy, references, limits, refuse).bundle()
        : Optional.empty();
  }

  private Optional<JsonNode> bundle() {
    var uses = uses();
    if (uses.isEmpty()) {
      return Optional.empty();
    }
    if (uses.size() > limits.maxReferences()) {
      refuse(
          "too-many-references",
          "A definition may refer to %,d other versions.".formatted(limits.maxReferences()));
      return Optional.empty();
    }
    for (var version : uses.entrySet()) {
      embed(version.getKey(), version.getValue());
      if (embedded.bytes() > limits.maxBundleBytes()) {
        refuse(
            "too-large",
            "With every version that it refers to inside, the definition may have %,d bytes."
                .formatted(limits.maxBundleBytes()));
        return Optional.empty();
      }
    }
    var definitions = copy.withObjectProperty("$defs");
    embedded.definitions().forEach(definitions::set);
    return Optional.of(copy);
  }

  /** Every reference to another version, those to the same one together. */
  private Map<String, List<Use>> uses() {
    var uses = new LinkedHashMap<String, List<Use>>();
    document
        .subschemas()
        .forEach((at, schema) -> {
          var text = schema.path("$ref").asText();
          if (!VersionReference.isOne(text)) {
            return;
          }
          VersionReference.read(text)
              .ifPresentOrElse(
                  reference ->
                      uses.computeIfAbsent(reference.uri(), uri -> new ArrayList<>())
                          .add(new Use(at, reference)),
                  () ->
                      dangling(
                          at,
                          "A version is referred to by `%s<name>/<version>`, the name percent-encoded."
                              .formatted(VersionReference.PREFIX)));
        });
    return uses;
  }

  private void embed(String uri, List<Use> uses) {
    var reference = uses.getFirst().reference();
    references
        .find(reference.name(), reference.version())
        .ifPresentOrElse(
            definition -> embed(uri, definition, uses),
            () ->
                uses.forEach(use ->
                    dangling(
                        use.at(),
                        ("No living schema called `%s` has a version %d; a version can refer only"
                                + " to versions that were there before it.")
                            .formatted(reference.name(), reference.version()))));
  }

  private void embed(String uri, JsonNode definition, List<Use> uses) {
    var target = new Document(definition);
    var key = embedded.add(uri, definition);
    for (var use : uses) {
      target
          .target("#" + use.reference().fragment())
          .filter(place -> Embedded.home(place).isEmpty())
          .ifPresentOrElse(
              place -> point(use.at(), Document.reference(Embedded.place(key).append(place))),
              () ->
                  dangling(
                      use.at(),
                      "There is no subschema at `#%s` of version %d of the schema `%s`."
                          .formatted(
                              use.reference().fragment(),
                              use.reference().version(),
                              use.reference().name())));
    }
  }

  private void point(JsonPointer at, String reference) {
    if (document.at(at) instanceof ObjectNode schema) {
      schema.put("$ref", reference);
    }
  }

  private void dangling(JsonPointer at, String message) {
    refuse.accept(
        new Violation(at.appendProperty("$ref").toString(), "reference-dangling", message));
  }

  private void refuse(String code, String message) {
    refuse.accept(new Violation("", code, message));
  }
}
