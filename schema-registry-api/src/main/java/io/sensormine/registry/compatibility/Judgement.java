package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.contracts.registry.Direction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a definition may follow those before it.
 *
 * @param mode which directions it is held to
 * @param against the numbers of the versions it was compared with, the newest first; empty where
 *     there is none that counts
 * @param changes from those versions to it; a change that a newer version shows already is not
 *     repeated
 */
@Introspected
public record Judgement(
    boolean compatible,
    Compatibility mode,
    CompatibilityPolicy policy,
    List<Integer> against,
    List<Change> changes) {
  public Judgement {
    against = List.copyOf(against);
    changes = List.copyOf(changes);
  }

  /** The changes that the mode forbids. */
  @JsonIgnore
  public List<Change> breaking() {
    return breaking(changes, mode);
  }

  /** Those of some changes that a mode forbids. */
  static List<Change> breaking(List<Change> changes, Compatibility mode) {
    var directions = directions(mode);
    return changes.stream()
        .filter(change -> change.breaks().stream().anyMatch(directions::contains))
        .toList();
  }

  /** The directions that a mode holds new versions to. */
  private static Set<Direction> directions(Compatibility mode) {
    return switch (mode) {
      case NONE -> EnumSet.noneOf(Direction.class);
      case BACKWARD, BACKWARD_TRANSITIVE -> EnumSet.of(Direction.BACKWARD);
      case FORWARD, FORWARD_TRANSITIVE -> EnumSet.of(Direction.FORWARD);
      case FULL, FULL_TRANSITIVE -> EnumSet.allOf(Direction.class);
    };
  }
}
