package io.sensormine.device.type;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.device.SchemaVersionPolicy;
import io.sensormine.device.attribute.AttributeDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A template for devices, as clients see it.
 *
 * @param version the number of its newest snapshot
 * @param revision what its entity tag says
 */
@Introspected
record DeviceType(
    UUID id,
    String name,
    @Nullable String description,
    Protocol protocol,
    @Nullable UUID schemaId,
    SchemaVersionPolicy schemaVersionPolicy,
    @Nullable UUID schemaVersionId,
    List<AttributeDefinition> attributes,
    List<String> tags,
    @Nullable Duration expectedInterval,
    @Nullable Duration offlineAfter,
    int version,
    long revision,
    boolean archived,
    Instant createdAt,
    Instant updatedAt) {

  static DeviceType of(DeviceTypeRow row) {
    return new DeviceType(
        row.id(),
        row.name(),
        row.description(),
        row.protocol(),
        row.schemaId(),
        row.schemaVersionPolicy(),
        row.schemaVersionId(),
        row.attributes(),
        row.tags(),
        row.expectedInterval(),
        row.offlineAfter(),
        row.version(),
        row.revision(),
        row.archived(),
        row.createdAt(),
        row.updatedAt());
  }
}
