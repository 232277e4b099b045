package io.sensormine.query.raw;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored.
 *
 * @param schemaVersionId the version that admitted it; null where the device type has no schema
 * @param fields in order of name, in that version's units
 * @param receivedAt when it last arrived and changed what is stored
 */
@Introspected
record RawMessage(
    Instant time,
    UUID deviceId,
    @Nullable UUID schemaVersionId,
    Map<String, JsonNode> fields,
    Instant receivedAt) {}
