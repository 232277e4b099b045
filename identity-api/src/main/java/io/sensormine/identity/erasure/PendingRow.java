package io.sensormine.identity.erasure;

import io.micronaut.data.annotation.MappedEntity;
import io.sensormine.contracts.identity.ErasureSubject;
import io.sensormine.contracts.identity.PendingErasure;
import java.time.Instant;
import java.util.UUID;

/** What a service has yet to erase, as the database answers. */
@MappedEntity
record PendingRow(
    UUID id, UUID tenantId, ErasureSubject subject, UUID subjectId, Instant requestedAt) {

  PendingErasure erasure() {
    return new PendingErasure(id, tenantId, subject, subjectId, requestedAt);
  }
}
