package io.sensormine.registry.schema;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.contracts.registry.Schema;
import io.sensormine.contracts.registry.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A schema beside its newest version, as the database joins them. */
@Introspected
record ListedSchema(
    UUID id,
    String name,
    String nameKey,
    @Nullable String description,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> tags,
    Compatibility compatibility,
    CompatibilityPolicy compatibilityPolicy,
    boolean archived,
    Instant createdAt,
    UUID latestId,
    int latestVersion,
    VersionStatus latestStatus,
    String latestFingerprint,
    Instant latestCreatedAt) {

  Schema toSchema() {
    return new Schema(
        id,
        name,
        description,
        tags,
        compatibility,
        compatibilityPolicy,
        archived,
        createdAt,
        new Schema.LatestVersion(
            latestId, latestVersion, latestStatus, latestFingerprint, latestCreatedAt));
  }
}
