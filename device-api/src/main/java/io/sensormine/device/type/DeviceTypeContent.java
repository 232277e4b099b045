package io.sensormine.device.type;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.device.SchemaVersionPolicy;
import io.sensormine.device.attribute.AttributeDefinition;
import io.sensormine.device.registry.SchemaReference;
import io.sensormine.device.type.impact.Template;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All of a device type that a change can change; what snapshots hold and patches compare. */
@Introspected
record DeviceTypeContent(
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
    boolean archived) {
  DeviceTypeContent {
    attributes = List.copyOf(attributes);
    tags = List.copyOf(tags);
  }

  SchemaReference reference() {
    return new SchemaReference(schemaId, schemaVersionId);
  }

  /** What of it the devices feel. */
  Template template() {
    return new Template(protocol.name(), attributes, reference());
  }

  DeviceTypeContent inArchive() {
    return new DeviceTypeContent(
        name,
        description,
        protocol,
        schemaId,
        schemaVersionPolicy,
        schemaVersionId,
        attributes,
        tags,
        expectedInterval,
        offlineAfter,
        true);
  }
}
