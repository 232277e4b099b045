package io.sensormine.contracts.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The devices that a selector describes; those it names that do not exist are simply not there. */
@Introspected
public record DeviceSelection(List<Item> items) {
  public DeviceSelection {
    items = List.copyOf(items);
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
}
