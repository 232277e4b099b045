package io.sensormine.standalone.home;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An instance's ports: the usual ones, all shifted by the same number so that two instances can run
 * side by side.
 *
 * @param offset 0 to 50,000; {@code SENSORMINE_PORT_OFFSET}
 */
public record Ports(int offset) {
  private static final int MAX_OFFSET = 50_000;

  public Ports {
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new CommandException(
          "SENSORMINE_PORT_OFFSET is " + offset + "; give a number from 0 to " + MAX_OFFSET + ".");
    }
  }

  /** The ports that the environment asks for. */
  public static Ports of(Map<String, String> environment) {
    var text = environment.getOrDefault("SENSORMINE_PORT_OFFSET", "0");
    try {
      return new Ports(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new CommandException(
          "SENSORMINE_PORT_OFFSET is `" + text + "`; give a number from 0 to " + MAX_OFFSET + ".");
    }
  }

  public int configDatabase() {
    return 5433 + offset;
  }

  public int timeseriesDatabase() {
    return 5452 + offset;
  }

  /** Where ingestion-service speaks MQTT. */
  public int mqtt() {
    return 1883 + offset;
  }

  public int of(Service service) {
    return service.usualPort() + offset;
  }

  /** Each service's name and address, in the order of their ports. */
  public Map<String, String> urls() {
    var urls = new LinkedHashMap<String, String>();
    for (var service : Service.values()) {
      urls.put(service.moduleName(), url(service));
    }
    return urls;
  }

  /** A service's address on this machine. */
  public String url(Service service) {
    return "http://localhost:" + of(service);
  }
}
