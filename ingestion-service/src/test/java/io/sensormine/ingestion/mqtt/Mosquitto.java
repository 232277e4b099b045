package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Mosquitto's command line clients, as processes of their own. */
record Mosquitto(int port, String user, String password) {
  private static final int PATIENCE_SECONDS = 60;

  /** What one came to. */
  record Run(int exitCode, String output) {}

  /** Publishes; fails where the client says that it could not. */
  void publishes(String topic, String message, String... options) {
    var run = publish(topic, message, options);
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  /** Publishes what is not taken; it tells so by its exit code or by words only. */
  void failsToPublish(String topic, String message, String... options) {
    var run = publish(topic, message, options);
    assertThat(run.exitCode() != 0 || !run.output().isBlank()).as("it fails").isTrue();
  }

  Run publish(String topic, String message, String... options) {
    return run("mosquitto_pub", topic, options, List.of("-m", message));
  }

  Run subscribe(String topic, String... options) {
    return run("mosquitto_sub", topic, options, List.of());
  }

  private Run run(String client, String topic, String[] options, List<String> more) {
    requireInstalled(client);
    var command =
        new ArrayList<>(
            List.of(client, "-h", "127.0.0.1", "-p", String.valueOf(port), "-t", topic));
    command.addAll(List.of("-u", user, "-P", password));
    command.addAll(Arrays.asList(options));
    command.addAll(more);
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(client + " did not end");
      }
      return new Run(
          process.exitValue(),
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** CI installs them; elsewhere tests that need them are skipped where they are not there. */
  private static void requireInstalled(String client) {
    var found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, client)));
    if (System.getenv("CI") == null) {
      assumeTrue(found, client + " is not installed (Debian: mosquitto-clients)");
    }
    assertThat(found).as(client + " is installed").isTrue();
  }
}
