package io.sensormine.identity.event;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that an auditor asks about.
 *
 * @param tenantId whose event it is; null where it is the platform's
 * @param actor the subject of the token that acted; null where nobody was signed in
 * @param target the id of the user, token or tenant it happened to
 * @param detail a few words; never what somebody typed at a login
 */
@MappedEntity("security_events")
record SecurityEvent(
    @Id UUID id,
    @Nullable UUID tenantId,
    Instant occurredAt,
    SecurityEventType type,
    @Nullable String actor,
    @Nullable String target,
    @Nullable String detail) {}
