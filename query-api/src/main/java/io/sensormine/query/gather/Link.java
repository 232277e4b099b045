package io.sensormine.query.gather;

import java.time.Instant;
import java.util.UUID;

/**
 * Consecutive readings of one field of one device by one schema version: a single one, or those of
 * a rollup's cell.
 *
 * @param device index of the device
 * @param name index of the name
 * @param bucket index of the bucket
 * @param within the increase from the first to the last
 */
public record Link(
    int device,
    int name,
    UUID versionId,
    int bucket,
    double first,
    Instant firstTime,
    double last,
    Instant lastTime,
    double within) {}
