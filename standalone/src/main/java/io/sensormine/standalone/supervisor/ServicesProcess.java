package io.sensormine.standalone.supervisor;

import io.sensormine.standalone.AllServices;
import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Home;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.ProcessRef;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JVM that runs the five services, as a child of the supervisor. */
final class ServicesProcess {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration END_PATIENCE = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final Process process;
  private final ProcessRef ref;
  private final Ports ports;
  private final Path log;

  private ServicesProcess(Process process, Ports ports, Path log) {
    this.process = process;
    this.ref = ProcessRef.of(process.toHandle());
    this.ports = ports;
    this.log = log;
  }

  /**
   * Starts the JVM; it has not answered yet.
   *
   * @param environment what the services read, beside this process's own environment
   */
  static ServicesProcess start(Home home, Ports ports, Map<String, String> environment) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options());
    // what Arrow needs, whatever else is given
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AllServices.class.getName()));
    var log = home.log("services");
    var builder =
        new ProcessBuilder(command)
            .directory(home.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    for (var service : Service.values()) {
      builder.environment().put(service.portVariable(), Integer.toString(ports.of(service)));
      builder.environment().put(service.urlVariable(), ports.url(service));
    }
    builder.environment().put("SENSORMINE_INGESTION_MQTT_ENABLED", "true");
    builder.environment().put("SENSORMINE_INGESTION_MQTT_PORT", Integer.toString(ports.mqtt()));
    builder.environment().putIfAbsent("SENSORMINE_BIND_ADDRESS", "127.0.0.1");
    try {
      return new ServicesProcess(builder.start(), ports, log);
    } catch (IOException e) {
      throw new CommandException("The services' JVM cannot be started: " + e.getMessage(), e);
    }
  }

  private static List<String> options() {
    var given = System.getenv("SENSORMINE_JAVA_OPTS");
    return given == null || given.isBlank()
        ? List.of(
            "-Xmx1g",
            // a batch costs a quarter less of the processors than with G1's barriers
            "-XX:+UseParallelGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow")
        : List.of(given.strip().split("\\s+"));
  }

  ProcessRef ref() {
    return ref;
  }

  /** Waits until every service says that it is ready. */
  void awaitReady() {
    var deadline = Instant.now().plus(START_PATIENCE);
    for (var service : Service.values()) {
      while (!isReady(service)) {
        if (!process.isAlive()) {
          throw new CommandException(
              "The services ended while starting (exit code %d); %s says why."
                  .formatted(process.exitValue(), log));
        }
        if (Instant.now().isAfter(deadline)) {
          throw new CommandException(
              "%s is not ready after %d s; %s says why."
                  .formatted(service.moduleName(), START_PATIENCE.toSeconds(), log));
        }
        pause();
      }
    }
  }

  /** Asks it to end, waits, and ends it where it does not. */
  void stop() {
    if (!ref.end(END_PATIENCE)) {
      ref.kill();
    }
  }

  private boolean isReady(Service service) {
    try {
      var ready =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + ports.of(service) + "/health/readiness"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return CLIENT.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted.", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted.", e);
    }
  }
}
