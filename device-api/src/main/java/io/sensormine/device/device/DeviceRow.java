package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.sensormine.contracts.device.DeviceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of devices. */
@MappedEntity("devices")
record DeviceRow(
    @Id UUID id,
    UUID tenantId,
    String externalId,
    String name,
    UUID deviceTypeId,
    @Nullable String serialNumber,
    @TypeDef(type = DataType.JSON) Map<String, JsonNode> attributes,
    @Nullable Double latitude,
    @Nullable Double longitude,
    @Nullable Double altitude,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> tags,
    DeviceStatus status,
    long revision,
    Instant createdAt,
    Instant updatedAt) {

  /** A device's first row. */
  static DeviceRow first(UUID id, UUID tenantId, DeviceContent content, Instant now) {
    return row(id, tenantId, content, 1, now, now);
  }

  /** The row after a change. */
  DeviceRow next(DeviceContent content, Instant now) {
    return row(id, tenantId, content, revision + 1, createdAt, now);
  }

  private static DeviceRow row(
      UUID id,
      UUID tenantId,
      DeviceContent content,
      long revision,
      Instant createdAt,
      Instant now) {
    var location = content.location();
    return new DeviceRow(
        id,
        tenantId,
        content.externalId(),
        content.name(),
        content.deviceTypeId(),
        content.serialNumber(),
        content.attributes(),
        location == null ? null : location.latitude(),
        location == null ? null : location.longitude(),
        location == null ? null : location.altitude(),
        content.tags(),
        content.status(),
        revision,
        createdAt,
        now);
  }

  @Nullable Location location() {
    return latitude == null || longitude == null
        ? null
        : new Location(latitude, longitude, altitude);
  }

  boolean retired() {
    return status == DeviceStatus.RETIRED;
  }

  DeviceContent content() {
    return new DeviceContent(
        externalId, name, deviceTypeId, serialNumber, attributes, location(), tags, status);
  }
}
