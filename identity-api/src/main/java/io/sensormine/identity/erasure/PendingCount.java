package io.sensormine.identity.erasure;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many erasures are pending.
 *
 * @param oldest when the oldest of them was asked for; null where there is none
 */
@MappedEntity
record PendingCount(long pending, @Nullable Instant oldest) {}
