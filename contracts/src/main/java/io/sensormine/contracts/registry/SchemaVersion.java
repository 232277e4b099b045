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
 * @param bundle the definition with every reference to another schema version inside; null where it
 *     has none
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
    @Nullable JsonNode bundle,
    String fingerprint,
    List<Field> fields,
    @Nullable String changeNote,
    Instant createdAt) {
  public SchemaVersion {
    // what Jackson reads a null as
    bundle = bundle == null || bundle.isNull() ? null : bundle;
    fields = List.copyOf(fields);
  }

  /** The definition as a message is held to it: nothing that it refers to lies outside. */
  public JsonNode selfContained() {
    return bundle == null ? definition : bundle;
  }
}
