package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.registry.shape.Normaliser;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Judges whether versions agree. Thread-safe. */
@Singleton
public final class Judge {
  private final CompatibilityLimits limits;

  public Judge(CompatibilityLimits limits) {
    this.limits = limits;
  }

  /**
   * A version to compare with.
   *
   * @param definition self-contained
   */
  public record Earlier(int version, JsonNode definition) {}

  /**
   * Judges a definition.
   *
   * @param definition accepted and self-contained
   * @param earlier the versions that count, the newest first
   */
  public Judgement judge(
      JsonNode definition, List<Earlier> earlier, Compatibility mode, CompatibilityPolicy policy) {
    var changes = new ArrayList<Change>();
    var after = Normaliser.shape(definition);
    var work = Comparison.Work.of(limits.maxSteps());
    for (var version : earlier) {
      Comparison.changes(
              Normaliser.shape(version.definition()),
              after,
              policy == CompatibilityPolicy.LENIENT,
              work)
          .stream()
          .filter(change -> changes.stream().noneMatch(change::isLike))
          .forEach(changes::add);
    }
    var directions = Direction.of(mode);
    return new Judgement(
        changes.stream().noneMatch(change -> change.breaksAny(directions)),
        mode,
        policy,
        earlier.stream().map(Earlier::version).toList(),
        changes);
  }

  /** All that changes between two definitions, both accepted and self-contained. */
  public List<Change> changes(JsonNode before, JsonNode after, CompatibilityPolicy policy) {
    return Comparison.changes(
        Normaliser.shape(before),
        Normaliser.shape(after),
        policy == CompatibilityPolicy.LENIENT,
        Comparison.Work.of(limits.maxSteps()));
  }
}
