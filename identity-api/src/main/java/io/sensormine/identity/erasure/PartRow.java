package io.sensormine.identity.erasure;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of erasure_parts.
 *
 * @param counts a JSON object
 */
@MappedEntity("erasure_parts")
record PartRow(UUID erasureId, String service, String counts, @Nullable Instant completedAt) {}
