package io.sensormine.ingestion.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.Declared;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.Pointers;
import io.sensormine.ingestion.message.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a name with a dot that would be stored as what a schema declares elsewhere: {@code
 * "air.temp"} where {@code air} is declared comes to the path of its {@code temp}, of which the
 * check of the schema knows nothing.
 */
final class DottedNames {
  private final String base;
  private final List<String> steps = new ArrayList<>();

  private DottedNames(String base) {
    this.base = base;
  }

  /**
   * The first such name; null where there is none.
   *
   * @param declared what the schema declares of the payload
   * @param base where the payload stands in its message, as a JSON Pointer
   */
  static @Nullable Flaw in(JsonNode payload, Declared declared, String base) {
    return hasDots(payload) ? new DottedNames(base).at(payload, declared) : null;
  }

  private static boolean hasDots(JsonNode node) {
    for (var property : node.properties()) {
      if (property.getKey().indexOf('.') >= 0 || hasDots(property.getValue())) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Flaw at(JsonNode object, Declared declared) {
    var names = declared.properties();
    for (var property : object.properties()) {
      var name = property.getKey();
      steps.add(name);
      if (!names.contains(name)) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
          var outer = name.substring(0, dot);
          if (names.contains(outer)) {
            return flaw(name, outer);
          }
        }
      } else {
        var flaw = at(property.getValue(), declared.property(name));
        if (flaw != null) {
          return flaw;
        }
      }
      steps.removeLast();
    }
    return null;
  }

  private Flaw flaw(String name, String outer) {
    return new Flaw(
        RejectionCode.SCHEMA_VIOLATION,
        Pointers.of(base, steps),
        "`%s` reads as part of `%s`, which the schema declares; send it within that."
            .formatted(name, outer));
  }
}
