package io.sensormine.contracts.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of a schema; only its status ever changes.
 *
 * @param version counted from 1
 * @param definition JSON Schema 2020-12 of one message
 * @param fingerprint SHA-256, in hex, of the definition's RFC 8785 form
 * @param fields what the definition declares, in order of path
 */
@Introspected
public record SchemaVersion(
    UUID id,
    UUID schemaId,
    int version,
    VersionStatus status,
    JsonNode definition,
    String fingerprint,
    List<Field> fields,
    @Nullable String changeNote,
    Instant createdAt) {
  public SchemaVersion {
    fields = List.copyOf(fields);
  }
}
