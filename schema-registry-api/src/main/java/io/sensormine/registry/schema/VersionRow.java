package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code schema_versions}. */
@MappedEntity("schema_versions")
record VersionRow(
    @Id UUID id,
    UUID tenantId,
    UUID schemaId,
    int version,
    VersionStatus status,
    @TypeDef(type = DataType.JSON) JsonNode definition,
    @TypeDef(type = DataType.JSON) @Nullable JsonNode bundle,
    String fingerprint,
    @TypeDef(type = DataType.JSON) List<Field> fields,
    @Nullable String changeNote,
    Instant createdAt) {

  JsonNode selfContained() {
    return toVersion().selfContained();
  }

  SchemaVersion toVersion() {
    return new SchemaVersion(
        id,
        schemaId,
        version,
        status,
        definition,
        bundle,
        fingerprint,
        fields,
        changeNote,
        createdAt);
  }
}
