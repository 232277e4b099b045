package io.sensormine.contracts.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The devices that a selector describes; those it names that do not exist are simply not there.
 *
 * @param deviceTypes those of the devices, each once
 */
@Introspected
public record DeviceSelection(List<Item> items, List<DeviceType> deviceTypes) {
  public DeviceSelection {
    items = List.copyOf(items);
    deviceTypes = List.copyOf(deviceTypes);
  }

  /** One device. */
  @Introspected
  public record Item(
      UUID id,
      String externalId,
      String name,
      UUID deviceTypeId,
      DeviceStatus status,
      List<String> tags,
      Map<String, JsonNode> attributes) {
    public Item {
      tags = List.copyOf(tags);
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * What a device's type says of its messages.
   *
   * @param schemaId registry's id; null where the type takes any object
   * @param expectedInterval between two messages of a device; null where nothing is expected
   */
  @Introspected
  public record DeviceType(UUID id, @Nullable UUID schemaId, @Nullable Duration expectedInterval) {}
}
