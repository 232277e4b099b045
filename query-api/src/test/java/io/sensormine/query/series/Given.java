package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.query.testing.QueryService;
import io.sensormine.query.testing.QueryService.Message;
import io.sensormine.standin.StandInRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a case has: a tenant of its own with devices, schema versions and messages.
 *
 * @param ids by {@code @} and the name
 */
record Given(UUID tenantId, Map<String, UUID> ids) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final UUID NO_VERSION = new UUID(0, 0);
  private static final String SCHEMA = "S";
  private static final String TYPE = "T";

  /** Stores what a case has. */
  static Given store(QueryService service, JsonNode one) {
    var given = new Given(UUID.randomUUID(), new HashMap<>());
    given.addVersions(service, one.path("versions"));
    given.addDevices(service, one.path("devices"));
    given.addTypes(service, one.path("types"), one.path("devices"));
    var messages = new ArrayList<Message>();
    for (var message : one.path("given")) {
      var version = message.path("version");
      messages.add(
          new Message(
              given.id(message.path("device").asText("a")),
              Instant.parse(message.path("time").asText()),
              version.isMissingNode() ? NO_VERSION : given.id(version.asText()),
              message.path("fields").toString()));
    }
    service.storeAll(given.tenantId, messages);
    return given;
  }

  /** The same with ids in the place of {@code @name}. */
  JsonNode named(JsonNode node) throws IOException {
    if (node.isMissingNode()) {
      return node;
    }
    var text = node.toString();
    for (var id : ids.entrySet()) {
      text = text.replace('"' + id.getKey() + '"', '"' + id.getValue().toString() + '"');
    }
    return JSON.readTree(text);
  }

  private UUID id(String name) {
    return Objects.requireNonNull(ids.get("@" + name), name);
  }

  private UUID newId(String name) {
    return ids.computeIfAbsent("@" + name, any -> UUID.randomUUID());
  }

  private void addDevices(QueryService service, JsonNode devices) {
    var all =
        devices.isMissingNode()
            ? JsonNodeFactory.instance.objectNode().set("a", JsonNodeFactory.instance.objectNode())
            : devices;
    for (var device : all.properties()) {
      var tags = new ArrayList<String>();
      device.getValue().path("tags").forEach(tag -> tags.add(tag.asText()));
      var attributes = new HashMap<String, JsonNode>();
      for (var attribute : device.getValue().path("attributes").properties()) {
        attributes.put(attribute.getKey(), attribute.getValue());
      }
      ids.put(
          "@" + device.getKey(),
          service
              .devices()
              .add(
                  tenantId,
                  device.getKey(),
                  newId(device.getValue().path("type").asText(TYPE)),
                  tags,
                  attributes));
    }
  }

  /** What is not said of a type: it has the schema {@code S} where there is one. */
  private void addTypes(QueryService service, JsonNode types, JsonNode devices) {
    var names = new LinkedHashSet<>(List.of(TYPE));
    devices.forEach(device -> names.add(device.path("type").asText(TYPE)));
    types.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      var type = types.path(name);
      service
          .devices()
          .describe(
              new DeviceSelection.DeviceType(
                  newId(name),
                  ids.get("@" + type.path("schema").asText(SCHEMA)),
                  duration(type.path("expectedInterval"))));
    }
  }

  private static @Nullable Duration duration(JsonNode text) {
    return text.isMissingNode() ? null : Duration.parse(text.asText());
  }

  private void addVersions(QueryService service, JsonNode versions) {
    for (var version : versions.properties()) {
      var name = version.getKey();
      var schema = name.contains("/") ? name.substring(0, name.indexOf('/')) : SCHEMA;
      var fields = new ArrayList<Field>();
      for (var field : version.getValue().properties()) {
        fields.add(field(field.getKey(), field.getValue()));
      }
      ids.put("@" + name, service.registry().add(tenantId, newId(schema), fields));
    }
  }

  /** A text is a unit; an object may say more. */
  private static Field field(String path, JsonNode declared) {
    if (declared.isTextual()) {
      return StandInRegistry.field(path, FieldType.NUMBER, declared.asText(), null);
    }
    return StandInRegistry.field(
        path,
        FieldType.valueOf(declared.path("type").asText("number").toUpperCase(Locale.ROOT)),
        declared.path("unit").asText(""),
        declared.path("renamedFrom").isMissingNode()
            ? null
            : declared.path("renamedFrom").asText());
  }
}
