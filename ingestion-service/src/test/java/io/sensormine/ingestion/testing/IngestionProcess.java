package io.sensormine.ingestion.testing;

import io.sensormine.ingestion.Application;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** ingestion-service in a JVM of its own, which can be killed. */
public final class IngestionProcess implements AutoCloseable {
  private static final File LOG = Path.of("target", "ingestion-process.log").toFile();
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;

  private IngestionProcess(Process process) {
    this.process = process;
  }

  /** The process itself; it ends with its standard input, and so with who started it. */
  public static void main(String[] arguments) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            System.in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException gone) {
            // its end is what matters
          }
          Runtime.getRuntime().halt(1);
        });
    Application.main(arguments);
  }

  /** Starts one, on a port that it chooses; it does not answer yet. */
  static IngestionProcess start(Map<String, String> environment) {
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    // it is short-lived
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    IngestionProcess.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG));
    builder.environment().putAll(environment);
    builder.environment().put("MICRONAUT_SERVER_PORT", "0");
    builder.environment().put("SENSORMINE_BIND_ADDRESS", "127.0.0.1");
    try {
      return new IngestionProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails where it has ended by itself. */
  public void assertRuns() {
    if (!process.isAlive()) {
      throw new AssertionError(
          "the process ended with %d; see %s".formatted(process.exitValue(), LOG));
    }
  }

  /** Ends it at once, as {@code kill -9} does, and returns when it is gone. Again does nothing. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("process %d does not end".formatted(process.pid()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
