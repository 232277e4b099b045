package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's two programs that the embedded runtime needs: mmdebstrap and bwrap. */
final class HostTools {

  private static final Logger LOG = LoggerFactory.getLogger(HostTools.class);
  private static final String ADVICE =
      "No database can be started: install the packages mmdebstrap and bubblewrap, or start a"
          + " Docker engine, or set SENSORMINE_CONFIG_URL and SENSORMINE_TIMESERIES_URL.";

  private HostTools() {}

  /**
   * Installs those that are missing where this is root and apt-get exists.
   *
   * @throws DatabaseUnavailableException where one is missing and cannot be installed
   */
  static void require(String... programs) {
    if (!missing(programs)) {
      return;
    }
    if (!isRoot() || Commands.find("apt-get").isEmpty()) {
      throw new DatabaseUnavailableException(ADVICE);
    }
    LOG.info("Installing mmdebstrap and bubblewrap with apt-get");
    aptGet("update", "-qq");
    aptGet("install", "-qq", "-y", "--no-install-recommends", "mmdebstrap", "bubblewrap");
    if (missing(programs)) {
      throw new DatabaseUnavailableException(ADVICE);
    }
  }

  private static boolean missing(String... programs) {
    return Stream.of(programs).anyMatch(program -> Commands.find(program).isEmpty());
  }

  private static void aptGet(String... arguments) {
    List<String> command =
        Stream.concat(Stream.of("apt-get", "-o", "DPkg::Lock::Timeout=120"), Stream.of(arguments))
            .toList();
    Commands.Outcome outcome =
        Commands.run(Duration.ofMinutes(10), command, Map.of("DEBIAN_FRONTEND", "noninteractive"));
    if (!outcome.succeeded()) {
      throw new DatabaseUnavailableException(
          ADVICE + " (apt-get " + arguments[0] + " failed: " + outcome.lastLines() + ")");
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }
}
