package io.sensormine.contracts.device;

import io.micronaut.core.annotation.Introspected;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What ingestion must know of a device type.
 *
 * @param schemaId registry's id; null where the type takes any object
 * @param schemaVersionId the pinned version's id; null unless the policy is PINNED
 * @param offlineAfter silence after which a device counts as offline; null for never
 */
@Introspected
public record IngestView(
    UUID id,
    @Nullable UUID schemaId,
    SchemaVersionPolicy schemaVersionPolicy,
    @Nullable UUID schemaVersionId,
    @Nullable Duration offlineAfter) {}
