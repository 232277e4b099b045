package io.sensormine.query.format;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Values of JSON as cells of a {@link Table}. */
public final class Cells {
  private Cells() {}

  /** A number, a boolean or text as what it is, anything else as its JSON; null for null. */
  public static @Nullable Object of(@Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (value.isNumber()) {
      // as the same number reads in a JSON answer
      return new NumberText(value.toString());
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
