package io.sensormine.identity.event;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A security event, as a tenant admin reads it. */
@Introspected
record SecurityEventView(
    UUID id,
    Instant occurredAt,
    SecurityEventType type,
    @Nullable String actor,
    @Nullable String target,
    @Nullable String detail) {
  static SecurityEventView of(SecurityEvent event) {
    return new SecurityEventView(
        event.id(),
        event.occurredAt(),
        event.type(),
        event.actor(),
        event.target(),
        event.detail());
  }
}
