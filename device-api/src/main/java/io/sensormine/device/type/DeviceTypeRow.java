package io.sensormine.device.type;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.sensormine.contracts.device.SchemaVersionPolicy;
import io.sensormine.device.attribute.AttributeDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of device_types. */
@MappedEntity("device_types")
record DeviceTypeRow(
    @Id UUID id,
    UUID tenantId,
    String name,
    @Nullable String description,
    Protocol protocol,
    @Nullable UUID schemaId,
    SchemaVersionPolicy schemaVersionPolicy,
    @Nullable UUID schemaVersionId,
    @TypeDef(type = DataType.JSON) List<AttributeDefinition> attributes,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> tags,
    @Nullable Long expectedIntervalMs,
    @Nullable Long offlineAfterMs,
    int version,
    long revision,
    @Nullable Instant archivedAt,
    Instant createdAt,
    Instant updatedAt) {

  /** A type's first row. */
  static DeviceTypeRow first(UUID id, UUID tenantId, DeviceTypeContent content, Instant now) {
    return row(id, tenantId, content, 1, 1, now, now);
  }

  /** The row after a change. */
  DeviceTypeRow next(DeviceTypeContent content, Instant now) {
    return row(id, tenantId, content, version + 1, revision + 1, createdAt, now);
  }

  private static DeviceTypeRow row(
      UUID id,
      UUID tenantId,
      DeviceTypeContent content,
      int version,
      long revision,
      Instant createdAt,
      Instant now) {
    return new DeviceTypeRow(
        id,
        tenantId,
        content.name(),
        content.description(),
        content.protocol(),
        content.schemaId(),
        content.schemaVersionPolicy(),
        content.schemaVersionId(),
        content.attributes(),
        content.tags(),
        millis(content.expectedInterval()),
        millis(content.offlineAfter()),
        version,
        revision,
        content.archived() ? now : null,
        createdAt,
        now);
  }

  boolean archived() {
    return archivedAt != null;
  }

  @Nullable Duration expectedInterval() {
    return expectedIntervalMs == null ? null : Duration.ofMillis(expectedIntervalMs);
  }

  @Nullable Duration offlineAfter() {
    return offlineAfterMs == null ? null : Duration.ofMillis(offlineAfterMs);
  }

  DeviceTypeContent content() {
    return new DeviceTypeContent(
        name,
        description,
        protocol,
        schemaId,
        schemaVersionPolicy,
        schemaVersionId,
        attributes,
        tags,
        expectedInterval(),
        offlineAfter(),
        archived());
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
