package io.sensormine.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The id of an event that has none: a UUIDv5 (RFC 9562) of all that it says. */
final class EventId {
  /** Ours alone, chosen at random once; another would make other events of all that come again. */
  private static final UUID NAMESPACE = UUID.fromString("5b0c4f1e-2d0a-4f7e-9b63-0d6f1c8a7e42");

  private static final double EXACT = 1L << 53;

  private EventId() {}

  static UUID of(
      UUID tenantId,
      UUID deviceId,
      Instant time,
      String type,
      String severity,
      @Nullable String message,
      ObjectNode attributes) {
    var name =
        JsonNodeFactory.instance
            .arrayNode()
            .add(tenantId.toString())
            .add(deviceId.toString())
            .add(time.toString())
            .add(type)
            .add(severity)
            .add(message)
            .add(canonical(attributes));
    return UuidCreator.getNameBasedSha1(
        NAMESPACE, name.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The same for values that are equal: properties in order of name, whole numbers as such. */
  private static JsonNode canonical(JsonNode value) {
    var nodes = JsonNodeFactory.instance;
    if (value.isObject()) {
      var object = nodes.objectNode();
      value.properties().stream()
          .sorted(java.util.Map.Entry.comparingByKey())
          .forEach(property -> object.set(property.getKey(), canonical(property.getValue())));
      return object;
    }
    if (value.isArray()) {
      var array = nodes.arrayNode();
      StreamSupport.stream(value.spliterator(), false).map(EventId::canonical).forEach(array::add);
      return array;
    }
    if (value.isDouble()) {
      double number = value.doubleValue();
      return number == Math.rint(number) && Math.abs(number) <= EXACT
          ? nodes.numberNode((long) number)
          : value;
    }
    return value;
  }
}
