package io.sensormine.ingestion.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.Declared;
import io.sensormine.check.Finding;
import io.sensormine.check.MessageCheck;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.Pointers;
import io.sensormine.ingestion.message.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a message is held to.
 *
 * @param versionId registry's id; the nil UUID where the device type has no schema
 * @param check null where any object will do
 * @param declared the properties that the schema declares at its root, itself or by what it refers
 *     to
 * @param timeSteps the way to the property marked {@code x-time}; empty where none is
 * @param root what the schema declares of a message as a whole; null where there is none
 * @param fields the types of the fields that the schema declares, by dotted path
 */
record Contract(
    UUID versionId,
    @Nullable MessageCheck check,
    Set<String> declared,
    List<String> timeSteps,
    @Nullable Declared root,
    Map<String, FieldType> fields) {

  private static final int MAX_FLAWS = 10;

  /** Of a device type without a schema. */
  static final Contract NONE =
      new Contract(new UUID(0, 0), null, Set.of(), List.of(), null, Map.of());

  static Contract of(SchemaVersion version) {
    var definition = version.selfContained();
    var declared = Declared.by(definition);
    return new Contract(
        version.id(),
        MessageCheck.by(definition),
        Set.copyOf(declared.properties()),
        timeSteps(declared),
        declared,
        version.fields().stream()
            .collect(
                Collectors.toUnmodifiableMap(Field::path, Field::type, (first, second) -> first)));
  }

  /**
   * What breaks the schema, the first ten things at most; empty for a payload that keeps it.
   *
   * @param base where the payload stands in its message, as a JSON Pointer
   */
  List<Flaw> flaws(JsonNode payload, String base) {
    if (check == null || root == null) {
      return List.of();
    }
    var dotted = DottedNames.in(payload, root, base);
    return dotted != null
        ? List.of(dotted)
        : check.findings(payload).stream()
            .limit(MAX_FLAWS)
            .map(finding -> flaw(finding, base))
            .toList();
  }

  /** At the property itself, also where it is missing or one too many. */
  private static Flaw flaw(Finding finding, String base) {
    var property = finding.property();
    return new Flaw(
        RejectionCode.SCHEMA_VIOLATION,
        Pointers.of(base + finding.path(), property == null ? List.of() : List.of(property)),
        finding.message());
  }

  private static List<String> timeSteps(Declared place) {
    for (var name : place.properties()) {
      var property = place.property(name);
      if (property.isMarked("x-time")) {
        return List.of(name);
      }
      var deeper = timeSteps(property);
      if (!deeper.isEmpty()) {
        var steps = new ArrayList<>(List.of(name));
        steps.addAll(deeper);
        return List.copyOf(steps);
      }
    }
    return List.of();
  }
}
