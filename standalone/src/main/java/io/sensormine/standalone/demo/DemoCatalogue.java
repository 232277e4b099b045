package io.sensormine.standalone.demo;

import io.sensormine.standalone.client.Api;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.home.Service;
import java.util.List;
import java.util.Map;

/** What must be registered before the recordings can be sent; found where it is there already. */
final class DemoCatalogue {
  private static final String SCHEMA = "temperature-probe";
  private static final String DEVICE_TYPE = "Temperature probe";

  private static final Map<String, Object> DEFINITION =
      Map.of(
          "$schema",
          "https://json-schema.org/draft/2020-12/schema",
          "title",
          "Temperature probe",
          "type",
          "object",
          "required",
          List.of("temperature"),
          "additionalProperties",
          false,
          "properties",
          Map.of(
              "temperature",
              Map.of(
                  "type", "number",
                  "title", "Temperature",
                  "unit", "[degF]",
                  "x-metric-kind", "gauge",
                  "minimum", -100,
                  "maximum", 500)));

  private final Ports ports;
  private final SecretStore secrets;
  private final Api registry;
  private final Api devices;

  DemoCatalogue(Ports ports, SecretStore secrets, String token) {
    this.ports = ports;
    this.secrets = secrets;
    this.registry = new Api(ports.url(Service.REGISTRY), token, null);
    this.devices = new Api(ports.url(Service.DEVICE), token, null);
  }

  /** The id of the probes' device type, its schema's first version active. */
  String deviceType() {
    var schema = schema();
    return DemoTenant.find(devices, "/api/v1/device-types", "name", DEVICE_TYPE)
        .orElseGet(() ->
            devices
                .post(
                    "/api/v1/device-types",
                    Map.of(
                        "name",
                        DEVICE_TYPE,
                        "protocol",
                        "HTTP",
                        "schemaId",
                        schema,
                        "schemaVersionPolicy",
                        "LATEST_ACTIVE",
                        "attributes",
                        List.of(),
                        "tags",
                        List.of("demo")))
                .orFail("Making the device type"))
        .path("id")
        .asText();
  }

  private String schema() {
    var schema =
        DemoTenant.find(registry, "/api/v1/schemas", "name", SCHEMA)
            .orElseGet(() ->
                registry
                    .post("/api/v1/schemas", Map.of("name", SCHEMA, "definition", DEFINITION))
                    .orFail("Registering the schema"));
    var id = schema.path("id").asText();
    if (schema.at("/latestVersion/status").asText().equals("DRAFT")) {
      var version = schema.at("/latestVersion/version").asInt();
      registry
          .post("/api/v1/schemas/%s/versions/%d/activate".formatted(id, version), Map.of())
          .orFail("Activating the schema's version");
    }
    return id;
  }

  /** The id of the device that made a recording. */
  String device(Recording recording, String type) {
    var known = devices.get("/api/v1/devices/by-external-id/" + recording.externalId());
    return known.status() == 200
        ? known.id()
        : devices
            .post(
                "/api/v1/devices",
                Map.of(
                    "externalId", recording.externalId(),
                    "name", recording.name(),
                    "deviceTypeId", type,
                    "tags", List.of("demo")))
            .orFail("Making the device " + recording.externalId())
            .path("id")
            .asText();
  }

  /** A credential of that device: the one kept from the last run where it still holds. */
  String credential(String device) {
    var name = "DEMO_CREDENTIAL_" + device;
    var kept = secrets.find(name).filter(this::holds);
    if (kept.isPresent()) {
      return kept.get();
    }
    var token =
        devices
            .post("/api/v1/devices/%s/credentials".formatted(device), Map.of("name", "demo"))
            .orFail("Issuing a credential")
            .path("token")
            .asText();
    secrets.put(name, token);
    return token;
  }

  private boolean holds(String credential) {
    var answer =
        new Api(ports.url(Service.INGESTION), credential, null)
            .post("/api/v1/telemetry?dryRun=true", List.of());
    return answer.status() != 401;
  }
}
