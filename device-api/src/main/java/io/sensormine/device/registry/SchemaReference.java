package io.sensormine.device.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device type refers to at the registry.
 *
 * @param schemaId null where it refers to nothing
 * @param schemaVersionId null where it pins no version
 */
public record SchemaReference(@Nullable UUID schemaId, @Nullable UUID schemaVersionId) {}
