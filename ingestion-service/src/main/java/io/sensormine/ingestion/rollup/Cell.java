package io.sensormine.ingestion.rollup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * An hour of a device.
 *
 * @param bucket its beginning; any instant of it may be given
 */
public record Cell(UUID tenantId, UUID deviceId, Instant bucket) {
  public Cell {
    bucket = bucket.truncatedTo(ChronoUnit.HOURS);
  }
}
