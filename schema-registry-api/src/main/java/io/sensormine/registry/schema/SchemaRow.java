package io.sensormine.registry.schema;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code schemas}. */
@MappedEntity("schemas")
record SchemaRow(
    @Id UUID id,
    UUID tenantId,
    String name,
    String nameKey,
    @Nullable String description,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> tags,
    Compatibility compatibility,
    CompatibilityPolicy compatibilityPolicy,
    @Nullable Instant archivedAt,
    Instant createdAt) {}
