package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.MetaSchema;
import io.sensormine.kit.problem.Violation;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Decides whether something may be a definition. Thread-safe. */
@Singleton
public final class Definitions {
  private static final int MAX_VIOLATIONS = 50;

  private final DefinitionLimits limits;

  public Definitions(DefinitionLimits limits) {
    this.limits = limits;
  }

  /**
   * Checks a definition: JSON Schema 2020-12 with the root {@code type: object}, property names
   * without dots, UCUM units, patterns that match in linear time, references that stay inside it
   * and never run in a circle, all within the limits. Never fetches anything.
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
    var fields = FieldCatalogue.of(document, json, limits.maxFields());
    if (fields.size() > limits.maxFields()) {
      violations.add(
          new Violation(
              "",
              "too-many-fields",
              "A definition may declare %,d fields.".formatted(limits.maxFields())));
    }
    RenameRule.check(document, fields, violations::add);
    compile(json, violations);
    return violations.isEmpty()
        ? new Checked.Accepted(
            new Definition(json, Fingerprint.of(json), fields, RenameRule.renames(document)))
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
