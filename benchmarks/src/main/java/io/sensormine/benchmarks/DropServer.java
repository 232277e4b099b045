package io.sensormine.benchmarks;

import io.micronaut.runtime.server.EmbeddedServer;
import io.sensormine.kit.service.ServiceContext;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What HTTP one by one is held against: a second ingestion-service, in a process and with options
 * as the one that is measured, with an endpoint that parses a message and drops it: no schema, no
 * database, and at one of its two paths no credential.
 */
final class DropServer implements AutoCloseable {
  /** Set where there is such an endpoint. */
  static final String PROPERTY = "sensormine.benchmarks.drop";

  /** Where a device's credential is asked for, as for telemetry. */
  static final String OF_DEVICE = "/api/v1/drop/mine";

  /** Where nobody is asked. */
  static final String OF_ANYONE = "/api/v1/drop/anyone";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final int port;

  private DropServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The process itself; ends with its standard input. */
  public static void main(String[] arguments) throws IOException {
    try (var context = ServiceContext.of(Service.INGESTION.moduleName()).start()) {
      context.getBean(EmbeddedServer.class).start();
      while (System.in.read() >= 0) {
        // nothing is said there; its end is what matters
      }
    }
  }

  static DropServer start(Instance instance) throws IOException, InterruptedException {
    int port = freePort();
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "-XX:+UseParallelGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    DropServer.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(Path.of("benchmarks", "target", "drop-server.log").toFile());
    var environment = builder.environment();
    environment.putAll(instance.secrets().environment());
    environment.put("SENSORMINE_BIND_ADDRESS", "127.0.0.1");
    environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    environment.put("SENSORMINE_RATES_ADDRESS_PER_SECOND", "0");
    environment.put("SENSORMINE_BENCHMARKS_DROP", "true");
    environment.put("SENSORMINE_INGESTION_MQTT_ENABLED", "false");
    // without the admin's name, for the service has one of its own
    environment.put(
        "SENSORMINE_TIMESERIES_URL", instance.timeseriesUrl().replaceFirst("\\?.*", ""));
    for (var service : Service.values()) {
      environment.put(service.urlVariable(), instance.ports().url(service));
    }
    var server = new DropServer(builder.start(), port);
    server.await();
    return server;
  }

  int port() {
    return port;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await() throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new IllegalStateException(
            "the dropping server does not start; see benchmarks/target/drop-server.log");
      }
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  /** Whether somebody takes connections there. */
  static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
