package io.sensormine.standalone.command;

import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Looks before anything starts whether the ports that it needs are free. */
final class PortCheck {
  private PortCheck() {}

  static void requireFree(Ports ports, Map<String, String> environment) {
    for (var service : Service.values()) {
      requireFree(ports.of(service), service.moduleName());
    }
    requireFree(ports.mqtt(), "MQTT");
    if (!environment.containsKey("SENSORMINE_CONFIG_URL")) {
      requireFree(ports.configDatabase(), "the config database");
      requireFree(ports.timeseriesDatabase(), "the time-series database");
    }
  }

  private static void requireFree(int port, String who) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException taken) {
      throw new CommandException(
          "Port %d, which %s needs, is taken; stop what uses it, or set SENSORMINE_PORT_OFFSET."
              .formatted(port, who),
          taken);
    }
  }
}
