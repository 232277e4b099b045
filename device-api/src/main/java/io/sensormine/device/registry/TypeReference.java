package io.sensormine.device.registry;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a living device type refers to.
 *
 * @param schemaVersionId null where it pins no version
 */
@Introspected
record TypeReference(UUID deviceTypeId, UUID schemaId, @Nullable UUID schemaVersionId) {}
