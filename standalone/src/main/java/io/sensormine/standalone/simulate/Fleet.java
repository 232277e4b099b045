package io.sensormine.standalone.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.standalone.client.Api;
import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.home.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Devices of the demo tenant that messages can be sent for: schema, device type and devices, made
 * where they are missing. Making them again changes nothing.
 */
public final class Fleet {
  private static final int A_REQUEST = 10_000;

  private final Api registry;
  private final Api devices;

  /** Acts as the demo tenant's admin. */
  public Fleet(Ports ports, SecretStore secrets) {
    var tenant = new DemoTenant(ports, secrets);
    tenant.ensure();
    var token = tenant.loginAsAdmin();
    this.registry = new Api(ports.url(Service.REGISTRY), token, null);
    this.devices = new Api(ports.url(Service.DEVICE), token, null);
  }

  /** device-api, as the demo tenant's admin. */
  Api devices() {
    return devices;
  }

  /**
   * The id of the schema of that name, this definition's version active.
   *
   * @throws CommandException where the registry refuses it, or a newer version is in force
   */
  public String schema(String name, JsonNode definition) {
    var known = DemoTenant.find(registry, "/api/v1/schemas", "name", name);
    var schema =
        known.orElseGet(() ->
            registry
                .post("/api/v1/schemas", Map.of("name", name, "definition", definition))
                .orFail("Registering the schema " + name));
    var id = schema.path("id").asText();
    var version =
        known.isEmpty()
            ? schema.path("latestVersion")
            : registry
                .post("/api/v1/schemas/%s/versions".formatted(id), Map.of("definition", definition))
                .orFail("Registering a version of the schema " + name);
    int number = version.path("version").asInt();
    if (version.path("status").asText().equals("DRAFT")) {
      registry
          .post("/api/v1/schemas/%s/versions/%d/activate".formatted(id, number), Map.of())
          .orFail("Activating version %d of the schema %s".formatted(number, name));
    } else if (!version.path("status").asText().equals("ACTIVE")
        || (number < schema.at("/latestVersion/version").asInt()
            && schema.at("/latestVersion/status").asText().equals("ACTIVE"))) {
      throw new CommandException(
          "This definition is version %d of the schema `%s` and no longer in force; name the file anew."
              .formatted(number, name));
    }
    return id;
  }

  /** The id of the device type of that name. */
  public String deviceType(String name, String schemaId, String protocol) {
    return DemoTenant.find(devices, "/api/v1/device-types", "name", name)
        .orElseGet(() ->
            devices
                .post(
                    "/api/v1/device-types",
                    Map.of(
                        "name",
                        name,
                        "protocol",
                        protocol,
                        "schemaId",
                        schemaId,
                        "schemaVersionPolicy",
                        "LATEST_ACTIVE",
                        "attributes",
                        List.of(),
                        "tags",
                        List.of("simulated")))
                .orFail("Making the device type " + name))
        .path("id")
        .asText();
  }

  /** The ids of devices, in the order of their external ids. */
  public List<String> devices(String deviceType, List<String> externalIds) {
    var ids = new ArrayList<String>(externalIds.size());
    for (int from = 0; from < externalIds.size(); from += A_REQUEST) {
      var some = externalIds.subList(from, Math.min(from + A_REQUEST, externalIds.size()));
      var answer =
          devices
              .post(
                  "/api/v1/devices/bulk",
                  Map.of(
                      "upsert",
                      true,
                      "devices",
                      some.stream().map(name -> device(name, deviceType)).toList()))
              .orFail("Making devices");
      for (var result : answer.path("results")) {
        if (!result.path("errors").isEmpty() || result.path("id").isMissingNode()) {
          throw new CommandException(
              "The device %s cannot be made: %s"
                  .formatted(
                      some.get(result.path("index").asInt()),
                      result.at("/errors/0/message").asText("no reason given")));
        }
        ids.add(result.path("id").asText());
      }
    }
    return ids;
  }

  private static Map<String, Object> device(String externalId, String deviceType) {
    return Map.of(
        "externalId",
        externalId,
        "name",
        externalId,
        "deviceTypeId",
        deviceType,
        "tags",
        List.of("simulated"));
  }

  /** External ids that begin alike. */
  public static List<String> externalIds(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(number -> prefix + "-" + number).toList();
  }
}
