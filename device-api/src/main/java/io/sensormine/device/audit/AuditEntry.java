package io.sensormine.device.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what, and when.
 *
 * @param actor the subject of the token that made the change
 * @param revision of the thing after the change
 * @param patch JSON Patch (RFC 6902) from the state before
 * @param details what else is to know; null where nothing is
 */
@Introspected
public record AuditEntry(
    UUID id,
    String action,
    String actor,
    Instant at,
    long revision,
    JsonNode patch,
    @Nullable JsonNode details) {}
