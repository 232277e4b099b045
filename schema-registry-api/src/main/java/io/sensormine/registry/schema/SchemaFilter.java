package io.sensormine.registry.schema;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.text.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Which schemas a list is of.
 *
 * @param prefix what the name begins with, in any case; empty for any
 * @param tag null for any
 */
record SchemaFilter(String prefix, @Nullable String tag, boolean archived) {
  SchemaFilter {
    storable("/q", prefix);
    storable("/tag", tag == null ? "" : tag);
  }

  /** Reads the list's parameters; 400 for one that has no meaning. */
  static SchemaFilter of(@Nullable String q, @Nullable String tag, @Nullable String archived) {
    // read here, because the framework takes any text but "true" for false
    if (archived != null && !archived.equals("true") && !archived.equals("false")) {
      throw ProblemException.at(
          "/archived", ProblemType.INVALID_PARAMETER, "archived is true or false.");
    }
    return new SchemaFilter(q == null ? "" : q, tag, "true".equals(archived));
  }

  private static void storable(String path, String text) {
    if (!PlainText.isLine(text)) {
      throw ProblemException.at(
          path, ProblemType.INVALID_PARAMETER, "No name or tag holds such characters.");
    }
  }
}
