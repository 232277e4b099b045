package io.sensormine.device.credential;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of device_credentials but for the secret's hash, which nobody reads.
 *
 * @param deviceId null for a gateway's
 */
@MappedEntity("device_credentials")
record CredentialRow(
    @Id UUID id,
    UUID tenantId,
    @Nullable UUID deviceId,
    @Nullable String name,
    @Nullable Instant notBefore,
    @Nullable Instant notAfter,
    @Nullable Instant firstUsedAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @Nullable String revokedBy,
    Instant createdAt,
    String createdBy) {}
