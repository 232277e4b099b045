package io.sensormine.identity.erasure;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.sensormine.contracts.identity.ErasureSubject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of erasures. */
@MappedEntity("erasures")
record ErasureRow(
    @Id UUID id,
    @Nullable UUID tenantId,
    ErasureSubject subject,
    UUID subjectId,
    String requestedBy,
    Instant requestedAt,
    @Nullable Instant completedAt) {}
