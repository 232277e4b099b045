package io.sensormine.registry.schema;

import io.sensormine.kit.problem.Violation;
import io.sensormine.registry.definition.Definition;
import java.util.Collection;
import java.util.List;

/** Follows fields through the versions of their schema. */
final class Lineage {
  private Lineage() {}

  /**
   * What is wrong with a definition's {@code x-renamed-from}s.
   *
   * @param earlier the paths of all fields that the schema's versions have declared
   * @return with JSON Pointers into the definition; empty where every one names a former field
   */
  static List<Violation> violations(Definition definition, Collection<String> earlier) {
    return definition.renames().entrySet().stream()
        .filter(rename -> !earlier.contains(rename.getKey()))
        .map(rename ->
            new Violation(
                rename.getValue(),
                "renamed-from",
                "No earlier version of the schema has a field `%s`.".formatted(rename.getKey())))
        .toList();
  }
}
