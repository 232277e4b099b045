package io.sensormine.registry.schema;

import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.kit.problem.Violation;
import io.sensormine.registry.compatibility.Judgement;
import java.util.List;

/** How a change of a schema or a version ended. */
sealed interface Outcome<T> {
  /** It is done, and something new has come of it. */
  record Created<T>(T value) implements Outcome<T> {}

  /** It is done, or it was before. */
  record Done<T>(T value) implements Outcome<T> {}

  /** The tenant has no such thing. */
  record Unknown<T>(String what) implements Outcome<T> {}

  /** Another living schema has the name. */
  record NameTaken<T>(String name) implements Outcome<T> {}

  /** The schema is archived: nothing of it changes any more. */
  record Archived<T>() implements Outcome<T> {}

  /**
   * The definition does not fit its schema.
   *
   * @param violations with JSON Pointers into the definition
   */
  record Invalid<T>(List<Violation> violations) implements Outcome<T> {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** The version would break the schema's compatibility. */
  record Incompatible<T>(Judgement judgement) implements Outcome<T> {}

  /** The version's status does not lead there. */
  record IllegalStep<T>(VersionStatus from, VersionStatus to) implements Outcome<T> {}
}
