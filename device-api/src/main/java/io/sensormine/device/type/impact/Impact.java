package io.sensormine.device.type.impact;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import java.util.List;
import java.util.Map;

/**
 * What a change of a device type would do to its devices.
 *
 * @param breakingChanges what a device, or who writes one, cannot go on with; it needs force
 * @param warnings what is to know, and breaks nothing
 * @param affectedDevices how many devices feel any of the breaking changes, each counted once
 */
@Introspected
public record Impact(List<Effect> breakingChanges, List<Effect> warnings, long affectedDevices) {
  public Impact {
    breakingChanges = List.copyOf(breakingChanges);
    warnings = List.copyOf(warnings);
  }

  /** Whether it needs force. */
  public boolean breaks() {
    return !breakingChanges.isEmpty();
  }

  /** The refusal (409) of a change that breaks something and is not forced. */
  public ProblemException refusal() {
    return ProblemException.of(
            ProblemType.BREAKING_CHANGE,
            "The change breaks something in %d %s, and concerns %s. The first: %s Repeat it with `?force=true` if that is meant."
                .formatted(
                    breakingChanges.size(),
                    breakingChanges.size() == 1 ? "place" : "places",
                    affectedDevices == 1 ? "1 device" : affectedDevices + " devices",
                    breakingChanges.getFirst().message()),
            breakingChanges.stream()
                .map(effect ->
                    new Violation(effect.path(), effect.change().code(), effect.message()))
                .toList())
        .with(
            Map.of(
                "breakingChanges",
                breakingChanges,
                "warnings",
                warnings,
                "affectedDevices",
                affectedDevices));
  }
}
