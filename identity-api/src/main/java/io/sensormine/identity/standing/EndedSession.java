package io.sensormine.identity.standing;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose older access tokens are refused, as the database answers.
 *
 * @param tenantId null for a platform admin
 * @param userId null for all users of the tenant
 */
@MappedEntity
record EndedSession(
    @Nullable UUID tenantId, @Nullable UUID userId, int belowGeneration, Instant endedAt) {}
