package io.sensormine.benchmarks;

import io.sensormine.standalone.home.Home;
import io.sensormine.standalone.home.InstanceState;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.simulate.DeviceCredentials;
import io.sensormine.standalone.simulate.Fleet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/** The running instance that is measured, and what it must know of the standard work. */
record Instance(InstanceState state, Ports ports, SecretStore secrets) {
  private static final String WORK = "standard work";

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

  /** The standard work's devices, with schema and type, made where they are missing. */
  Devices devices(int count) {
    var fleet = new Fleet(ports, secrets);
    var schema = fleet.schema(WORK, Json.read(StandardWork.definition()));
    var type = fleet.deviceType(WORK, schema, "HTTP");
    var ids =
        fleet.devices(type, IntStream.range(0, count).mapToObj(StandardWork::externalId).toList());
    return new Devices(
        ids.stream().map(UUID::fromString).toList(),
        new DeviceCredentials(fleet, ports, secrets).of(ids));
  }

  /**
   * Devices in their order.
   *
   * @param credentials one of each
   */
  record Devices(List<UUID> ids, List<String> credentials) {}
}
