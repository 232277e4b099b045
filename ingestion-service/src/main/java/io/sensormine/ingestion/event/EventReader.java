package io.sensormine.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageTime;
import io.sensormine.ingestion.message.Pointers;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.ingestion.message.StorableText;
import io.sensormine.ingestion.store.EventRecord;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks what an event says, and makes a record of it. */
@Singleton
final class EventReader {
  private static final Set<String> PROPERTIES =
      Set.of("id", "time", "type", "severity", "message", "attributes", "device");
  private static final Set<String> SEVERITIES = Set.of("INFO", "WARNING", "ERROR", "CRITICAL");
  private static final int MAX_FLAWS = 10;

  private final IngestionLimits limits;
  private final EventSettings settings;

  EventReader(IngestionLimits limits, EventSettings settings) {
    this.limits = limits;
    this.settings = settings;
  }

  /** What reading an event comes to. */
  sealed interface Outcome {
    record Read(EventRecord event) implements Outcome {}

    record Unfit(List<Flaw> flaws) implements Outcome {}
  }

  /**
   * Reads an event of a device.
   *
   * @param receivedAt when it arrived
   * @param now its time may not lie too far ahead of that
   */
  Outcome read(JsonNode root, UUID tenantId, UUID deviceId, Instant receivedAt, Instant now) {
    if (!(root instanceof ObjectNode event)) {
      return new Outcome.Unfit(List.of(violation("", "An event is a JSON object.")));
    }
    var flaws = new ArrayList<Flaw>();
    unknown(event, flaws);
    var type = text(event, "type", settings.maxTypeLength(), true, flaws);
    var message = text(event, "message", settings.maxMessageLength(), false, flaws);
    var severity = event.path("severity").asText("");
    if (!event.path("severity").isTextual() || !SEVERITIES.contains(severity)) {
      flaws.add(violation("/severity", "severity is INFO, WARNING, ERROR or CRITICAL."));
    }
    var attributes = attributes(event, flaws);
    var id = id(event, flaws);
    var time = time(event, now, flaws);
    if (!flaws.isEmpty() || type == null || time == null) {
      return new Outcome.Unfit(flaws.stream().limit(MAX_FLAWS).toList());
    }
    return new Outcome.Read(
        new EventRecord(
            tenantId,
            deviceId,
            id != null
                ? id
                : EventId.of(tenantId, deviceId, time, type, severity, message, attributes),
            time,
            type,
            severity,
            message,
            attributes.toString().getBytes(StandardCharsets.UTF_8),
            receivedAt,
            null));
  }

  private static void unknown(ObjectNode event, List<Flaw> flaws) {
    for (var names = event.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (!PROPERTIES.contains(name)) {
        flaws.add(
            violation(
                Pointers.of("", List.of(name)),
                "An event has no such property; what is its own goes into `attributes`."));
      }
    }
  }

  private static @Nullable String text(
      ObjectNode event, String name, int maxLength, boolean required, List<Flaw> flaws) {
    var node = event.get(name);
    if (node == null && !required) {
      return null;
    }
    if (node == null || !node.isTextual() || node.textValue().isBlank()) {
      flaws.add(violation("/" + name, name + " is a text that is not empty."));
      return null;
    }
    var text = node.textValue();
    if (text.length() > maxLength) {
      flaws.add(
          new Flaw(
              RejectionCode.TOO_LARGE,
              "/" + name,
              "%s has at most %d characters.".formatted(name, maxLength)));
    }
    unstorable(node, "/" + name, flaws);
    return text;
  }

  private static @Nullable UUID id(ObjectNode event, List<Flaw> flaws) {
    var node = event.get("id");
    if (node == null) {
      return null;
    }
    var id = Ids.parse(node.isTextual() ? node.textValue() : "");
    if (id.isEmpty()) {
      flaws.add(violation("/id", "id is a UUID, or left out."));
    }
    return id.orElse(null);
  }

  private @Nullable Instant time(ObjectNode event, Instant now, List<Flaw> flaws) {
    var node = event.get("time");
    if (node == null) {
      flaws.add(new Flaw(RejectionCode.TIME_REQUIRED, "/time", "An event says when it happened."));
      return null;
    }
    return switch (MessageTime.of(node, "/time", now, limits.maxAhead())) {
      case MessageTime.At(var time) -> time;
      case MessageTime.Unfit(var flaw) -> {
        flaws.add(flaw);
        yield null;
      }
    };
  }

  private ObjectNode attributes(ObjectNode event, List<Flaw> flaws) {
    var node = event.get("attributes");
    if (node == null) {
      return event.objectNode();
    }
    if (!(node instanceof ObjectNode attributes)) {
      flaws.add(violation("/attributes", "attributes is an object."));
      return event.objectNode();
    }
    int before = flaws.size();
    unstorable(attributes, "/attributes", flaws);
    if (flaws.size() == before
        && attributes.toString().getBytes(StandardCharsets.UTF_8).length
            > settings.maxAttributesBytes()) {
      flaws.add(
          new Flaw(
              RejectionCode.TOO_LARGE,
              "/attributes",
              "attributes have at most %d bytes.".formatted(settings.maxAttributesBytes())));
    }
    return attributes;
  }

  /** Notes what the database cannot hold; how deep it nests was bounded when it was parsed. */
  private static void unstorable(JsonNode node, String path, List<Flaw> flaws) {
    if (node.isTextual() && !StorableText.is(node.textValue())) {
      flaws.add(
          new Flaw(RejectionCode.TEXT_NOT_STORABLE, path, "The text" + StorableText.NOT_STORABLE));
    } else if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
      flaws.add(
          new Flaw(
              RejectionCode.NUMBER_OUT_OF_RANGE,
              path,
              "The number is beyond what an IEEE double can hold."));
    }
    if (node.isArray()) {
      for (int at = 0; at < node.size(); at++) {
        unstorable(node.get(at), path + "/" + at, flaws);
      }
    }
    for (var property : node.properties()) {
      var deeper = Pointers.of(path, List.of(property.getKey()));
      if (!StorableText.is(property.getKey())) {
        flaws.add(
            new Flaw(
                RejectionCode.TEXT_NOT_STORABLE, deeper, "The name" + StorableText.NOT_STORABLE));
      }
      unstorable(property.getValue(), deeper, flaws);
    }
  }

  private static Flaw violation(String path, String message) {
    return new Flaw(RejectionCode.SCHEMA_VIOLATION, path, message);
  }
}
