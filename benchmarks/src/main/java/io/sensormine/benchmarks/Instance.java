package io.sensormine.benchmarks;

import io.sensormine.standalone.client.Api;
import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.Home;
import io.sensormine.standalone.home.InstanceState;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.home.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The running instance that is measured, and what it must know of the standard work. */
record Instance(InstanceState state, Ports ports, SecretStore secrets) {
  static Instance running() {
    var home = Home.of(System.getenv());
    var state =
        InstanceState.read(home)
            .filter(InstanceState::whole)
            .orElseThrow(() -> new IllegalStateException("run `./sensormine up --detach` first"));
    return new Instance(
        state, new Ports(state.portOffset()), SecretStore.open(home, System.getenv()));
  }

  String timeseriesUrl() {
    return Objects.requireNonNull(state.timeseriesUrl());
  }

  /** With the admin's name and password. */
  String configUrl() {
    return Objects.requireNonNull(state.configUrl());
  }

  String gatewayCredential() {
    return secrets.get(SecretStore.DEMO_GATEWAY_CREDENTIAL);
  }

  /** Registers schema, type and devices where they are missing; the devices' ids. */
  List<UUID> devices(int count) {
    var token = new DemoTenant(ports, secrets).loginAsAdmin();
    var devices = new Api(ports.url(Service.DEVICE), token, null);
    var ids = new ArrayList<UUID>();
    String type = null;
    for (var i = 0; i < count; i++) {
      var known = devices.get("/api/v1/devices/by-external-id/" + StandardWork.externalId(i));
      if (known.status() == 200) {
        ids.add(UUID.fromString(known.id()));
        continue;
      }
      if (type == null) {
        type = deviceType(devices, new Api(ports.url(Service.REGISTRY), token, null));
      }
      var name = StandardWork.externalId(i);
      ids.add(
          UUID.fromString(
              devices
                  .post(
                      "/api/v1/devices",
                      Map.of("externalId", name, "name", name, "deviceTypeId", type))
                  .orFail("Making " + name)
                  .path("id")
                  .asText()));
    }
    return ids;
  }

  private static String deviceType(Api devices, Api registry) {
    var name = "bench-" + UUID.randomUUID();
    var schema =
        registry
            .post(
                "/api/v1/schemas",
                Map.of("name", name, "definition", Json.read(StandardWork.definition())))
            .orFail("Registering the schema")
            .path("id")
            .asText();
    registry
        .post("/api/v1/schemas/" + schema + "/versions/1/activate", Map.of())
        .orFail("Activating the schema");
    return devices
        .post(
            "/api/v1/device-types",
            Map.of(
                "name",
                name,
                "protocol",
                "HTTP",
                "schemaId",
                schema,
                "schemaVersionPolicy",
                "LATEST_ACTIVE",
                "attributes",
                List.of(),
                "tags",
                List.of()))
        .orFail("Making the device type")
        .path("id")
        .asText();
  }
}
