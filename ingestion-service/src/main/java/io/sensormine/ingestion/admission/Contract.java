package io.sensormine.ingestion.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.SchemaVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a message is held to.
 *
 * @param versionId registry's id; the nil UUID where the device type has no schema
 * @param checker null where any object will do
 * @param declared the properties that the schema declares at its root
 * @param timeSteps the way to the property marked {@code x-time}; empty where none is
 */
record Contract(
    UUID versionId, @Nullable SchemaChecker checker, Set<String> declared, List<String> timeSteps) {

  /** Of a device type without a schema. */
  static final Contract NONE = new Contract(new UUID(0, 0), null, Set.of(), List.of());

  static Contract of(SchemaVersion version) {
    var declared = new HashSet<String>();
    version.definition().path("properties").fieldNames().forEachRemaining(declared::add);
    return new Contract(
        version.id(),
        new SchemaChecker(version.definition()),
        Set.copyOf(declared),
        timeSteps(version.definition()));
  }

  private static List<String> timeSteps(JsonNode schema) {
    for (var property : schema.path("properties").properties()) {
      if (property.getValue().path("x-time").asBoolean(false)) {
        return List.of(property.getKey());
      }
      var deeper = timeSteps(property.getValue());
      if (!deeper.isEmpty()) {
        var steps = new ArrayList<>(List.of(property.getKey()));
        steps.addAll(deeper);
        return List.copyOf(steps);
      }
    }
    return List.of();
  }
}
