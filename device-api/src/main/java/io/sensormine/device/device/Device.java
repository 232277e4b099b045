package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.device.DeviceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A device, as clients see it.
 *
 * @param revision what its entity tag says
 */
@Introspected
public record Device(
    UUID id,
    String externalId,
    String name,
    UUID deviceTypeId,
    @Nullable String serialNumber,
    Map<String, JsonNode> attributes,
    @Nullable Location location,
    List<String> tags,
    DeviceStatus status,
    long revision,
    Instant createdAt,
    Instant updatedAt) {

  static Device of(DeviceRow row) {
    return new Device(
        row.id(),
        row.externalId(),
        row.name(),
        row.deviceTypeId(),
        row.serialNumber(),
        row.attributes(),
        row.location(),
        row.tags(),
        row.status(),
        row.revision(),
        row.createdAt(),
        row.updatedAt());
  }
}
