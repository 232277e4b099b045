package io.sensormine.identity.login;

import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose refresh tokens were ended.
 *
 * @param tenantId null for a platform admin
 */
@MappedEntity
record Revocation(@Nullable UUID tenantId, UUID userId) {}
