package io.sensormine.identity.standing;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose older access tokens are refused, as the database answers.
 *
 * @param userId null for all users of the tenant
 */
@MappedEntity
record EndedSession(UUID tenantId, @Nullable UUID userId, int belowGeneration, Instant endedAt) {}
