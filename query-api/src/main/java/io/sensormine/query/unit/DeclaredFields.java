package io.sensormine.query.unit;

import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.SchemaVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a schema version declares, as far as queries need it; in order of age, the oldest first.
 *
 * @param fields by their paths
 * @param closed whether no message of the version has any other field
 */
public record DeclaredFields(
    UUID id, Instant createdAt, int version, Map<String, Field> fields, boolean closed)
    implements Comparable<DeclaredFields> {
  private static final Comparator<DeclaredFields> BY_AGE =
      Comparator.comparing(DeclaredFields::createdAt).thenComparingInt(DeclaredFields::version);

  public DeclaredFields {
    fields = Map.copyOf(fields);
  }

  static DeclaredFields of(SchemaVersion version) {
    var fields =
        version.fields().stream()
            .collect(Collectors.toMap(Field::path, Function.identity(), (one, other) -> other));
    return new DeclaredFields(
        version.id(),
        version.createdAt(),
        version.version(),
        fields,
        ClosedDefinition.is(version.selfContained(), fields.keySet()));
  }

  /** Whether the field is one of the version's. */
  public boolean declares(String field) {
    return fields.containsKey(field);
  }

  /** The field's unit; empty where the version declares none for it. */
  public Optional<String> unit(String field) {
    return declared(field).map(Field::unit);
  }

  /** What is said of the field; empty where the version does not declare it. */
  public Optional<Field> declared(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  @Override
  public int compareTo(DeclaredFields other) {
    return BY_AGE.compare(this, other);
  }
}
