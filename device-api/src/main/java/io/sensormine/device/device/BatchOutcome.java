package io.sensormine.device.device;

import io.sensormine.kit.problem.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of one device of a batch; where nothing was to be stored, what would have. */
public sealed interface BatchOutcome {
  /**
   * It is new.
   *
   * @param id null where nothing was to be stored
   */
  record Created(@Nullable UUID id) implements BatchOutcome {}

  /** It was there, and something of it has changed. */
  record Updated(UUID id) implements BatchOutcome {}

  /** It was there just so. */
  record Unchanged(UUID id) implements BatchOutcome {}

  /**
   * It was not stored.
   *
   * @param violations why; paths as in the request of a single device
   */
  record Refused(List<Violation> violations) implements BatchOutcome {
    public Refused {
      violations = List.copyOf(violations);
    }

    static Refused of(Violation violation) {
      return new Refused(List.of(violation));
    }
  }
}
