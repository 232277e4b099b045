package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what, and when.
 *
 * @param actor the subject of the token that made the change
 * @param version the number of the version that the change is of; null where it is of the schema
 * @param patch JSON Patch (RFC 6902) from the state before; null where the change is of a version
 */
@Introspected
record AuditEntry(
    UUID id,
    SchemaAudit.Action action,
    String actor,
    Instant at,
    @Nullable Integer version,
    @Nullable JsonNode patch) {}
