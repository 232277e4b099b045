package io.sensormine.ingestion.message;

import java.util.List;

/** JSON Pointers (RFC 6901). */
public final class Pointers {
  private Pointers() {}

  /** The pointer that leads from where {@code base} points through the steps given. */
  public static String of(String base, List<String> steps) {
    var pointer = new StringBuilder(base);
    for (var step : steps) {
      pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
