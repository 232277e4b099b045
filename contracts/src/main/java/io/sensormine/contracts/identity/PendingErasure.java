package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;

/**
 * An erasure of which a service has not reported its part.
 *
 * @param tenantId whose data they are
 * @param subjectId the device, or the tenant itself
 */
@Introspected
public record PendingErasure(
    UUID id, UUID tenantId, ErasureSubject subject, UUID subjectId, Instant requestedAt) {}
