package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.MetaSchema;
import io.sensormine.kit.problem.Violation;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether something may be a definition. Thread-safe. */
@Singleton
public final class Definitions {
  private static final int MAX_VIOLATIONS = 50;

  private final DefinitionLimits limits;
  private final References references;

  /**
   * @param references the versions that a definition may refer to
   */
  public Definitions(DefinitionLimits limits, References references) {
    this.limits = limits;
    this.references = references;
  }

  /**
   * Checks a definition: JSON Schema 2020-12 with the root {@code type: object}, property names
   * without dots, UCUM units, patterns that match in linear time, references that stay inside it or
   * lead to versions of the tenant's schemas and never run in a circle, all within the limits.
   * Never fetches anything.
   */
  public Checked check(JsonNode json) {
    var violations = new ArrayList<Violation>();
    new StructureRule(limits).check(json, violations::add);
    if (violations.isEmpty()) {
      shape(json, violations);
    }
    if (!violations.isEmpty()) {
      return refused(violations);
    }
    // what follows may rely on every keyword having its proper shape
    var document = new Document(json);
    VocabularyRule.check(document, violations::add);
    PatternRule.check(document, violations::add);
    ReferenceRule.check(document, limits, violations::add);
    if (!violations.isEmpty()) {
      return refused(violations);
    }
    var bundle = Bundling.of(json, references, limits, violations::add).orElse(null);
    if (!violations.isEmpty()) {
      return refused(violations);
    }
    return bundle == null ? meaning(json, document, null) : bundled(json, bundle);
  }

  /**
   * What is embedded has been accepted before and refers to nothing outside itself: all that can be
   * wrong with it here is that a limit is passed, or else stands at a place of the definition's
   * own.
   */
  private Checked bundled(JsonNode json, JsonNode bundle) {
    var violations = new ArrayList<Violation>();
    new StructureRule(limits).checkBundle(bundle, violations::add);
    if (!violations.isEmpty()) {
      return refused(violations);
    }
    var document = new Document(bundle);
    ReferenceRule.check(document, limits, violations::add);
    return violations.isEmpty() ? meaning(json, document, bundle) : refused(violations);
  }

  /**
   * @param document of the bundle, or of the definition where there is none
   */
  private Checked meaning(JsonNode json, Document document, @Nullable JsonNode bundle) {
    var violations = new ArrayList<Violation>();
    var selfContained = bundle == null ? json : bundle;
    var fields = FieldCatalogue.of(document, selfContained, limits.maxFields());
    if (fields.size() > limits.maxFields()) {
      violations.add(
          new Violation(
              "",
              "too-many-fields",
              "A definition may declare %,d fields.".formatted(limits.maxFields())));
    }
    RenameRule.check(document, fields, violations::add);
    compile(selfContained, violations);
    return violations.isEmpty()
        ? new Checked.Accepted(
            new Definition(
                json, bundle, Fingerprint.of(json), fields, RenameRule.renames(document)))
        : refused(violations);
  }

  private static void shape(JsonNode json, List<Violation> violations) {
    if (!json.isObject()) {
      violations.add(
          new Violation("", "root-type", "The definition is a JSON object with `type: object`."));
      return;
    }
    violations.addAll(Violations.of(MetaSchema.findings(json)));
    if (violations.isEmpty() && !"object".equals(json.path("type").asText())) {
      violations.add(
          new Violation("/type", "root-type", "The root is of `type: object`: a message is one."));
    }
  }

  /** The library's last word: what it cannot compile cannot check a message either. */
  private static void compile(JsonNode json, List<Violation> violations) {
    MetaSchema.refusal(json)
        .ifPresent(reason -> violations.add(new Violation("", "meta-schema", reason)));
  }

  private static Checked refused(List<Violation> violations) {
    return new Checked.Refused(violations.stream().limit(MAX_VIOLATIONS).toList());
  }
}
