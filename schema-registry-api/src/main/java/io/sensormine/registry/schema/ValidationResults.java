package io.sensormine.registry.schema;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.problem.Violation;
import java.util.List;

/**
 * What became of each payload.
 *
 * @param results in the payloads' order
 */
@Introspected
record ValidationResults(List<Result> results) {
  ValidationResults {
    results = List.copyOf(results);
  }

  /**
   * One payload's result.
   *
   * @param errors JSON Pointers into the payload; empty where it is valid
   */
  @Introspected
  record Result(boolean valid, List<Violation> errors) {
    Result {
      errors = List.copyOf(errors);
    }
  }
}
