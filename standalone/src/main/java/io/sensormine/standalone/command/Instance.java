package io.sensormine.standalone.command;

import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Home;
import io.sensormine.standalone.home.InstanceState;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.supervisor.Supervisor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The instance that the environment means. */
record Instance(Home home, Map<String, String> environment) {
  static Instance ofEnvironment() {
    return new Instance(Home.of(System.getenv()), System.getenv());
  }

  Optional<InstanceState> state() {
    return InstanceState.read(home);
  }

  /** The state of an instance that is up as a whole. */
  InstanceState running() {
    return state()
        .filter(InstanceState::whole)
        .orElseThrow(
            () -> new CommandException("Sensormine is not up; run `./sensormine up` first."));
  }

  Ports ports() {
    return Ports.of(environment);
  }

  SecretStore secrets() {
    return SecretStore.open(home, environment);
  }

  /** Stops what a killed supervisor has left running; whether there was anything. */
  boolean stopLeftovers() {
    return Supervisor.stopLeftovers(home, environment, checkout());
  }

  /** The checkout that the command stands in. */
  static Path checkout() {
    var given = System.getProperty("sensormine.checkout");
    if (given == null) {
      throw new CommandException("Run this through the script `sensormine` of the checkout.");
    }
    return Path.of(given);
  }
}
