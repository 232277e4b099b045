package io.sensormine.query.unit;

import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.contracts.registry.SchemaVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a schema version declares, as far as queries need it; in order of age, the oldest first.
 *
 * @param fields each field's unit, empty where it has none, by the field's path
 * @param types each field's type by its path
 */
public record DeclaredFields(
    Instant createdAt,
    int version,
    Map<String, Optional<String>> fields,
    Map<String, FieldType> types)
    implements Comparable<DeclaredFields> {
  private static final Comparator<DeclaredFields> BY_AGE =
      Comparator.comparing(DeclaredFields::createdAt).thenComparingInt(DeclaredFields::version);

  public DeclaredFields {
    fields = Map.copyOf(fields);
    types = Map.copyOf(types);
  }

  static DeclaredFields of(SchemaVersion version) {
    return new DeclaredFields(
        version.createdAt(),
        version.version(),
        version.fields().stream()
            .collect(
                Collectors.toMap(
                    Field::path,
                    field -> Optional.ofNullable(field.unit()),
                    (one, other) -> other)),
        version.fields().stream()
            .collect(Collectors.toMap(Field::path, Field::type, (one, other) -> other)));
  }

  /** Whether the field is one of the version's. */
  public boolean declares(String field) {
    return fields.containsKey(field);
  }

  /** The field's unit; empty where the version declares none for it. */
  public Optional<String> unit(String field) {
    return fields.getOrDefault(field, Optional.empty());
  }

  @Override
  public int compareTo(DeclaredFields other) {
    return BY_AGE.compare(this, other);
  }
}
