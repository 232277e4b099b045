package io.sensormine.standalone.supervisor;

import io.sensormine.local.DatabaseUnavailableException;
import io.sensormine.local.LocalDatabases;
import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Home;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** An instance's databases, by its folder, ports and secrets. */
final class Databases {
  private Databases() {}

  static LocalDatabases.Settings settings(
      Home home, Ports ports, SecretStore secrets, Map<String, String> environment, Path checkout) {
    var all = new HashMap<>(environment);
    all.putAll(secrets.environment());
    return new LocalDatabases.Settings(
        home.path(),
        ports.configDatabase(),
        ports.timeseriesDatabase(),
        checkout.resolve("docker-compose.yml"),
        "sensormine-" + Integer.toHexString(home.path().hashCode()),
        all);
  }

  /** Does what may find no database; its refusal is one sentence for the user. */
  static <T> T orRefuse(Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseUnavailableException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }
}
