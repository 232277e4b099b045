package io.sensormine.device.type;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.SchemaVersion;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields that devices of a type send.
 *
 * @param schemaId null where the type has no schema
 * @param schemaVersionId the version selected now; null where there is none
 * @param version its number
 * @param items in order of path
 */
@Introspected
record SelectedFields(
    @Nullable UUID schemaId,
    @Nullable UUID schemaVersionId,
    @Nullable Integer version,
    List<Field> items) {
  SelectedFields {
    items = List.copyOf(items);
  }

  static SelectedFields of(@Nullable UUID schemaId, Optional<SchemaVersion> selected) {
    return selected
        .map(version ->
            new SelectedFields(schemaId, version.id(), version.version(), version.fields()))
        .orElseGet(() -> new SelectedFields(schemaId, null, null, List.of()));
  }
}
