package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceSelection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What tells series of the same field apart. */
sealed interface Grouping {
  /** How an attribute is written before its name. */
  String ATTRIBUTE = "attribute:";

  /** As clients write it. */
  String code();

  /** The groups that a device belongs to; none where it lacks what they are by. */
  List<String> keys(DeviceSelection.Item device);

  /** What clients may write. */
  static Stream<String> options() {
    return Stream.of("device", "deviceType", "tag", ATTRIBUTE + "<name>");
  }

  static Optional<Grouping> ofCode(String code) {
    return switch (code) {
      case "device" -> Optional.of(new ByDevice());
      case "deviceType" -> Optional.of(new ByDeviceType());
      case "tag" -> Optional.of(new ByTag());
      default ->
          code.startsWith(ATTRIBUTE) && code.length() > ATTRIBUTE.length()
              ? Optional.of(new ByAttribute(code.substring(ATTRIBUTE.length())))
              : Optional.empty();
    };
  }

  /** Each device for itself. */
  record ByDevice() implements Grouping {
    @Override
    public String code() {
      return "device";
    }

    @Override
    public List<String> keys(DeviceSelection.Item device) {
      return List.of(device.id().toString());
    }
  }

  /** The devices of a type. */
  record ByDeviceType() implements Grouping {
    @Override
    public String code() {
      return "deviceType";
    }

    @Override
    public List<String> keys(DeviceSelection.Item device) {
      return List.of(device.deviceTypeId().toString());
    }
  }

  /** The devices that have a tag; one with several is in the group of each. */
  record ByTag() implements Grouping {
    @Override
    public String code() {
      return "tag";
    }

    @Override
    public List<String> keys(DeviceSelection.Item device) {
      return device.tags().stream().distinct().sorted().toList();
    }
  }

  /** The devices of which an attribute is the same. */
  record ByAttribute(String name) implements Grouping {
    @Override
    public String code() {
      return ATTRIBUTE + name;
    }

    @Override
    public List<String> keys(DeviceSelection.Item device) {
      return Optional.ofNullable(device.attributes().get(name))
          .filter(value -> !value.isNull())
          .map(JsonNode::asText)
          .map(List::of)
          .orElse(List.of());
    }
  }
}
