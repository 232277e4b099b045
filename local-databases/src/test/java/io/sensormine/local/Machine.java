package io.sensormine.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What this machine can do. */
final class Machine {

  private Machine() {}

  static void assumeDocker() {
    assumeTrue(
        DockerEngine.isUsable() && !DockerEngine.compose().isEmpty(),
        "no Docker engine that has the images and Compose answers");
  }

  /**
   * Skips where the embedded runtime's tools are missing, but only where Docker is the other way.
   */
  static void assumeEmbedded() {
    try {
      HostTools.require("mmdebstrap", "bwrap");
    } catch (DatabaseUnavailableException e) {
      assumeTrue(!DockerEngine.isUsable(), "mmdebstrap and bwrap are missing");
      throw e;
    }
  }
}
