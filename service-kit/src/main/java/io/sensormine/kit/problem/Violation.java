package io.sensormine.kit.problem;

import io.micronaut.core.annotation.Introspected;

/**
 * One thing wrong with a request.
 *
 * @param path a JSON Pointer into the request body, such as {@code /schemaId}; for a parameter its
 *     name behind a slash
 * @param code names the rule, in kebab case
 * @param message a sentence a person can act on
 */
@Introspected
public record Violation(String path, String code, String message) {
  /** The JSON Pointer of some steps, each as it is named, or numbered, in the document. */
  public static String pointer(String... steps) {
    var pointer = new StringBuilder();
    for (var step : steps) {
      pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
