package io.sensormine.registry.compatibility;

import io.sensormine.contracts.registry.Compatibility;
import java.util.EnumSet;
import java.util.Set;

/** Which messages a change may leave without a reader. */
public enum Direction {
  /** Messages that fit the old version may not fit the new one. */
  BACKWARD,
  /** Messages that fit the new version may not fit the old one. */
  FORWARD;

  /** The directions that a mode holds new versions to. */
  static Set<Direction> of(Compatibility mode) {
    return switch (mode) {
      case NONE -> EnumSet.noneOf(Direction.class);
      case BACKWARD, BACKWARD_TRANSITIVE -> EnumSet.of(BACKWARD);
      case FORWARD, FORWARD_TRANSITIVE -> EnumSet.of(FORWARD);
      case FULL, FULL_TRANSITIVE -> EnumSet.allOf(Direction.class);
    };
  }
}
