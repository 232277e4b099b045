package io.sensormine.query.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened at a device at one instant.
 *
 * @param id the device's own, or made of the content; another device may have used it too
 * @param severity INFO, WARNING, ERROR or CRITICAL
 * @param attributes an object
 */
@Introspected
record Event(
    UUID id,
    Instant time,
    UUID deviceId,
    String type,
    String severity,
    @Nullable String message,
    JsonNode attributes,
    Instant receivedAt) {

  /** What comes after it in a list by time, or before it. */
  List<String> keys() {
    return List.of(time.toString(), id.toString(), deviceId.toString());
  }
}
