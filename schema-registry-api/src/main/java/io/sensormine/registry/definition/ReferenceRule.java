package io.sensormine.registry.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.sensormine.kit.problem.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * References stay inside the document or name another schema version, lead somewhere and never in a
 * circle, and what they expand to stays within bounds. Where another version's lead is none of its
 * business. Not thread-safe; one for each document.
 */
final class ReferenceRule {
  private static final String KEYWORD = "$ref";
  private static final Extent ONE = new Extent(1, 1);

  private final Document document;
  private final DefinitionLimits limits;
  private final Consumer<Violation> refuse;
  private final Map<JsonPointer, JsonPointer> targets = new HashMap<>();
  private final Map<JsonPointer, Extent> measured = new HashMap<>();
  private final Set<JsonPointer> underway = new HashSet<>();
  private boolean tooDeep;

  private ReferenceRule(Document document, DefinitionLimits limits, Consumer<Violation> refuse) {
    this.document = document;
    this.limits = limits;
    this.refuse = refuse;
  }

  /** How many subschemas something has and how deep they nest, every reference followed. */
  private record Extent(long subschemas, int depth) {}

  static void check(Document document, DefinitionLimits limits, Consumer<Violation> refuse) {
    var rule = new ReferenceRule(document, limits, refuse);
    rule.resolve();
    rule.measure();
  }

  private void resolve() {
    document
        .subschemas()
        .forEach((at, schema) -> {
          var reference = schema.path(KEYWORD).asText();
          if (!schema.has(KEYWORD) || VersionReference.isOne(reference)) {
            return;
          }
          if (!reference.startsWith("#")) {
            refuse(
                at,
                "reference-remote",
                "A $ref stays inside the document, as `#/$defs/name`, or names a schema version,"
                    + " as `%sname/1`; nothing is ever fetched."
                        .formatted(VersionReference.PREFIX));
          } else {
            document
                .target(reference)
                .ifPresentOrElse(
                    target -> targets.put(at, target),
                    () ->
                        refuse(
                            at,
                            "reference-dangling",
                            "There is no subschema at `%s`.".formatted(reference)));
          }
        });
  }

  private void measure() {
    long largest = 0;
    for (var at : document.subschemas().keySet()) {
      largest = Math.max(largest, measure(at, 1).subschemas());
    }
    if (tooDeep) {
      refuse.accept(
          new Violation(
              "",
              "too-deep",
              "With every $ref followed, subschemas may nest %d levels."
                  .formatted(limits.maxDepth())));
    } else if (largest > limits.maxSubschemas()) {
      refuse.accept(
          new Violation(
              "",
              "too-complex",
              "With every $ref followed, there may be %,d subschemas."
                  .formatted(limits.maxSubschemas())));
    }
  }

  private Extent measure(JsonPointer at, int depth) {
    var known = measured.get(at);
    if (known != null) {
      tooDeep |= depth + known.depth() - 1 > limits.maxDepth();
      return known;
    }
    if (depth > limits.maxDepth()) {
      tooDeep = true;
      return ONE;
    }
    underway.add(at);
    long subschemas = 1;
    int below = 0;
    for (var next : next(at)) {
      var extent = measure(next, depth + 1);
      // no overflow: what counts is whether the limit is passed
      subschemas = Math.min(subschemas + extent.subschemas(), Integer.MAX_VALUE);
      below = Math.max(below, extent.depth());
    }
    underway.remove(at);
    var extent = new Extent(subschemas, below + 1);
    measured.put(at, extent);
    return extent;
  }

  private List<JsonPointer> next(JsonPointer at) {
    var target = targets.get(at);
    if (target == null) {
      return document.below(at);
    }
    if (underway.contains(target)) {
      targets.remove(at);
      refuse(at, "reference-circular", "This $ref leads back to where it stands.");
      return document.below(at);
    }
    var next = new ArrayList<>(document.below(at));
    next.add(target);
    return next;
  }

  private void refuse(JsonPointer at, String code, String message) {
    refuse.accept(new Violation(at.appendProperty(KEYWORD).toString(), code, message));
  }
}
