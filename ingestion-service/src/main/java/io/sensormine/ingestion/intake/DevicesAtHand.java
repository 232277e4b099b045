package io.sensormine.ingestion.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.message.Message;
import io.sensormine.ingestion.message.RawMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose the messages of a request are. */
public final class DevicesAtHand {
  private final DeviceSelection.@Nullable Item own;
  private final Map<String, DeviceSelection.Item> named;
  private final List<RawMessage> messages;

  /** How many messages the request has of each name; null until that is asked for. */
  private @Nullable Map<String, Integer> messagesOf;

  private DevicesAtHand(
      DeviceSelection.@Nullable Item own,
      Map<String, DeviceSelection.Item> named,
      List<RawMessage> messages) {
    this.own = own;
    this.named = named;
    this.messages = messages;
  }

  /** Of a device that sends. */
  static DevicesAtHand ofDevice(DeviceSelection.Item own, List<RawMessage> messages) {
    return new DevicesAtHand(own, Map.of(), messages);
  }

  /**
   * Of a gateway's devices.
   *
   * @param named them by external id
   */
  static DevicesAtHand ofGateway(
      Map<String, DeviceSelection.Item> named, List<RawMessage> messages) {
    return new DevicesAtHand(null, named, messages);
  }

  /** The same messages, with newer news of the device that sends. */
  DevicesAtHand with(DeviceSelection.Item newer) {
    return ofDevice(newer, messages);
  }

  /** The same messages, with newer news of the devices named. */
  DevicesAtHand with(Map<String, DeviceSelection.Item> newer) {
    return ofGateway(newer, messages);
  }

  /** A message's device; null where there is no such device or the sender may not speak for it. */
  DeviceSelection.@Nullable Item of(RawMessage message, JsonNode root) {
    var name = message.device();
    if (own == null) {
      return name == null ? null : named.get(name);
    }
    // in a bare payload, `device` may be anything
    return name == null || name.equals(own.externalId()) || !Message.isEnvelope(root) ? own : null;
  }

  /** The device that sends; null where a gateway does. */
  public DeviceSelection.@Nullable Item own() {
    return own;
  }

  /** A gateway's device by its external id; null where there is no such device. */
  public DeviceSelection.@Nullable Item named(String name) {
    return named.get(name);
  }

  /** Whether a message is the only one of its device. */
  boolean isAlone(RawMessage message) {
    if (own != null) {
      return messages.size() == 1;
    }
    if (messagesOf == null) {
      messagesOf = new HashMap<>();
      for (var each : messages) {
        messagesOf.merge(nameOf(each), 1, Integer::sum);
      }
    }
    return messagesOf.getOrDefault(nameOf(message), 0) == 1;
  }

  private static String nameOf(RawMessage message) {
    return Objects.requireNonNullElse(message.device(), "");
  }
}
