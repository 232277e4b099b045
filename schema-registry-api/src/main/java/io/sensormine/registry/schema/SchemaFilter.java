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

  /** Of the list's parameters, each null where it is not there. */
  static SchemaFilter of(@Nullable String q, @Nullable String tag, @Nullable Boolean archived) {
    return new SchemaFilter(q == null ? "" : q, tag, Boolean.TRUE.equals(archived));
  }

  private static void storable(String path, String text) {
    if (!PlainText.isLine(text)) {
      throw ProblemException.at(
          path, ProblemType.INVALID_PARAMETER, "No name or tag holds such characters.");
    }
  }
}
