package io.sensormine.identity.tenant;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * A customer.
 *
 * @param slug what people type to say whose user they are; never changes
 */
@Introspected
@MappedEntity("tenants")
record Tenant(
    @Id UUID id,
    String slug,
    String name,
    TenantStatus status,
    Instant createdAt,
    Instant updatedAt) {}
