package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Change;
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
          .filter(change -> changes.stream().noneMatch(known -> saysTheSame(known, change)))
          .forEach(changes::add);
    }
    return new Judgement(
        Judgement.breaking(changes, mode).isEmpty(),
        mode,
        policy,
        earlier.stream().map(Earlier::version).toList(),
        changes);
  }

  /** Whether two changes differ in nothing but the old version that they start from. */
  private static boolean saysTheSame(Change one, Change other) {
    return one.path().equals(other.path())
        && one.keyword().equals(other.keyword())
        && one.message().equals(other.message());
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
