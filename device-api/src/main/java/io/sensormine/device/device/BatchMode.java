package io.sensormine.device.device;

/**
 * How a batch of devices is stored.
 *
 * @param upsert whether a device replaces the one that has its external id already; else it is
 *     refused
 * @param dryRun whether it is only said what would become of each, and nothing stored
 */
public record BatchMode(boolean upsert, boolean dryRun) {
  /** Whether devices that are there may change. */
  boolean changesStanding() {
    return upsert && !dryRun;
  }
}
