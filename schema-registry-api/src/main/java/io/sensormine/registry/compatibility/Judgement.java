package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import java.util.List;

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
    var directions = Direction.of(mode);
    return changes.stream().filter(change -> change.breaksAny(directions)).toList();
  }
}
