package io.sensormine.query.gather;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A field's value in a message.
 *
 * @param device index of the device
 * @param name index of the name
 * @param bucket index of the bucket; -1 before the range
 * @param value a number, a boolean or a text
 */
public record Reading(
    int device, int name, UUID versionId, int bucket, Instant time, JsonNode value) {}
