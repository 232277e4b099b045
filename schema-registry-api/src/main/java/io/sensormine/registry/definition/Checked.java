package io.sensormine.registry.definition;

import io.sensormine.kit.problem.Violation;
import java.util.List;

/** What became of a proposed definition. */
public sealed interface Checked {
  /** It may become a version. */
  record Accepted(Definition definition) implements Checked {}

  /**
   * It may not.
   *
   * @param violations at least one; their paths are JSON Pointers into the definition
   */
  record Refused(List<Violation> violations) implements Checked {
    public Refused {
      violations = List.copyOf(violations);
    }
  }
}
