package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.device.DeviceStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All of a device that a change can change; what patches compare. */
@Introspected
record DeviceContent(
    String externalId,
    String name,
    UUID deviceTypeId,
    @Nullable String serialNumber,
    Map<String, JsonNode> attributes,
    @Nullable Location location,
    List<String> tags,
    DeviceStatus status) {
  DeviceContent {
    attributes = Map.copyOf(attributes);
    tags = List.copyOf(tags);
  }

  DeviceContent with(Map<String, JsonNode> otherAttributes) {
    return new DeviceContent(
        externalId, name, deviceTypeId, serialNumber, otherAttributes, location, tags, status);
  }

  DeviceContent with(DeviceStatus otherStatus) {
    return new DeviceContent(
        externalId, name, deviceTypeId, serialNumber, attributes, location, tags, otherStatus);
  }
}
