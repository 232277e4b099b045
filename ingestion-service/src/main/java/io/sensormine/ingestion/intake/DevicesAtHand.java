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

/**
 * Whose the messages of a request are.
 *
 * @param own the device that sends; null where a gateway does
 * @param named a gateway's devices by external id
 * @param messagesOf how many messages the request has of each; of the device that sends, under the
 *     empty name
 */
public record DevicesAtHand(
    DeviceSelection.@Nullable Item own,
    Map<String, DeviceSelection.Item> named,
    Map<String, Integer> messagesOf) {

  static DevicesAtHand ofDevice(DeviceSelection.Item own, List<RawMessage> messages) {
    return new DevicesAtHand(own, Map.of(), Map.of("", messages.size()));
  }

  static DevicesAtHand ofGateway(
      Map<String, DeviceSelection.Item> named, List<RawMessage> messages) {
    var messagesOf = new HashMap<String, Integer>();
    messages.forEach(message ->
        messagesOf.merge(Objects.requireNonNullElse(message.device(), ""), 1, Integer::sum));
    return new DevicesAtHand(null, named, messagesOf);
  }

  /** The same messages, with newer news of the device that sends. */
  DevicesAtHand with(DeviceSelection.Item newer) {
    return new DevicesAtHand(newer, named, messagesOf);
  }

  /** The same messages, with newer news of the devices named. */
  DevicesAtHand with(Map<String, DeviceSelection.Item> newer) {
    return new DevicesAtHand(null, newer, messagesOf);
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

  /** Whether a message is the only one of its device. */
  boolean isAlone(RawMessage message) {
    var name = own == null ? Objects.requireNonNullElse(message.device(), "") : "";
    return messagesOf.getOrDefault(name, 0) == 1;
  }
}
