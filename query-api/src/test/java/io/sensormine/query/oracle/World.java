package io.sensormine.query.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.query.testing.QueryService;
import io.sensormine.standin.StandInRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's devices and schemas: one schema whose fields were renamed and got other units, one of
 * a single version, and devices without any.
 */
final class World {
  static final Instant START = Instant.parse("2024-03-28T00:00:00Z");
  static final Instant END = Instant.parse("2024-04-09T00:00:00Z");

  static final String TEMPERATURE = "temperature";
  static final String ENERGY = "energy";
  static final String ON = "on";
  static final String STATE = "state";
  static final String MIXED = "mixed";
  static final String CODE = "code";
  static final List<String> FIELDS = List.of(TEMPERATURE, ENERGY, ON, STATE, MIXED, CODE);

  /**
   * A schema version.
   *
   * @param temperature what the field is called in it
   * @param units by the names that fields have now
   */
  record Version(UUID id, String temperature, Map<String, String> units) {
    /** The name under which messages of this version have a field. */
    String stored(String field) {
      return field.equals(TEMPERATURE) ? temperature : field;
    }
  }

  /**
   * A device type.
   *
   * @param versions of its schema, the newest last; one that declares nothing where it has none
   */
  record Type(UUID id, List<Version> versions, @Nullable Duration expectedInterval) {
    boolean hasSchema() {
      return versions.size() > 1 || !versions.getFirst().units().isEmpty();
    }
  }

  /** A device. */
  record Device(UUID id, Type type, List<String> tags, Map<String, String> attributes) {}

  private final UUID tenantId = UUID.randomUUID();
  private final List<Device> devices = new ArrayList<>();
  private final Map<UUID, UUID> schemas = new HashMap<>();
  private final Type changing;
  private final Type steady;
  private final Type free;

  /** Makes it known to the stand-ins of a running service. */
  World(QueryService service) {
    var registry = service.registry();
    steady =
        type(
            service,
            Duration.ofMinutes(20),
            List.of(version(registry, UUID.randomUUID(), TEMPERATURE, null, "K", "kW.h")));
    var schemaId = UUID.randomUUID();
    changing =
        type(
            service,
            Duration.ofMinutes(30),
            List.of(
                version(registry, schemaId, "t", null, "[degF]", "W.h"),
                version(registry, schemaId, "temp", "t", "Cel", "kW.h"),
                version(registry, schemaId, TEMPERATURE, "temp", "Cel", "kW.h")));
    free = type(service, null, List.of(new Version(new UUID(0, 0), TEMPERATURE, Map.of())));
    add(service, changing, List.of("x", "y"), Map.of("floor", "1"));
    add(service, steady, List.of("y"), Map.of("floor", "2"));
    add(service, free, List.of(), Map.of("floor", "1"));
    add(service, changing, List.of("x"), Map.of());
    add(service, free, List.of("z", "x"), Map.of("floor", "3"));
    add(service, steady, List.of(), Map.of("floor", "2"));
  }

  UUID tenantId() {
    return tenantId;
  }

  /** In order of id. */
  List<Device> devices() {
    return devices;
  }

  List<Type> types() {
    return List.of(changing, steady, free);
  }

  private Version version(
      StandInRegistry registry,
      UUID schemaId,
      String temperature,
      @Nullable String before,
      String unit,
      String energyUnit) {
    List<Field> fields =
        List.of(
            StandInRegistry.field(temperature, FieldType.NUMBER, unit, before),
            StandInRegistry.field(ENERGY, FieldType.NUMBER, energyUnit, null),
            StandInRegistry.field(ON, FieldType.BOOLEAN, "", null),
            StandInRegistry.field(STATE, FieldType.STRING, "", null),
            StandInRegistry.field(CODE, FieldType.INTEGER, "", null));
    var id = registry.add(tenantId, schemaId, fields);
    schemas.put(id, schemaId);
    return new Version(id, temperature, Map.of(TEMPERATURE, unit, ENERGY, energyUnit));
  }

  private Type type(
      QueryService service, @Nullable Duration expectedInterval, List<Version> versions) {
    var id = UUID.randomUUID();
    service
        .devices()
        .describe(
            new DeviceSelection.DeviceType(
                id, schemas.get(versions.getFirst().id()), expectedInterval));
    return new Type(id, versions, expectedInterval);
  }

  private void add(
      QueryService service, Type type, List<String> tags, Map<String, String> attributes) {
    Map<String, JsonNode> nodes = new HashMap<>();
    attributes.forEach((name, text) -> nodes.put(name, JsonNodeFactory.instance.textNode(text)));
    var name = "device-" + devices.size();
    var id = service.devices().add(tenantId, name, type.id(), tags, nodes);
    devices.add(new Device(id, type, tags, attributes));
  }
}
