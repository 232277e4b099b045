package io.sensormine.registry.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.sensormine.check.TextPattern;
import io.sensormine.kit.problem.Violation;
import java.util.function.Consumer;

/** Patterns are such that no text, however long and hostile, holds up whoever checks it. */
final class PatternRule {
  private PatternRule() {}

  /**
   * Checks every {@code pattern} and every name in {@code patternProperties}.
   *
   * @param document has passed the meta-schema
   */
  static void check(Document document, Consumer<Violation> refuse) {
    document
        .subschemas()
        .forEach((at, schema) -> {
          if (schema.path("pattern").isTextual()) {
            check(at.appendProperty("pattern"), schema.path("pattern").textValue(), refuse);
          }
          var names = at.appendProperty("patternProperties");
          schema
              .path("patternProperties")
              .fieldNames()
              .forEachRemaining(name -> check(names.appendProperty(name), name, refuse));
        });
  }

  private static void check(JsonPointer at, String pattern, Consumer<Violation> refuse) {
    switch (TextPattern.read(pattern)) {
      case TextPattern.Reading.Taken taken -> {}
      case TextPattern.Reading.Malformed(var reason) -> refuse(at, reason, refuse);
      case TextPattern.Reading.NotTaken(var reason) -> refuse(at, reason, refuse);
    }
  }

  private static void refuse(JsonPointer at, String reason, Consumer<Violation> refuse) {
    refuse.accept(new Violation(at.toString(), "pattern", reason));
  }
}
