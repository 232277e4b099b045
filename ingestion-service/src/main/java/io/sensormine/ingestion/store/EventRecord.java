package io.sensormine.ingestion.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that has been admitted.
 *
 * @param deviceId of that tenant, by device-api's word
 * @param id among those of the device
 * @param time when it happened, to the microsecond
 * @param message null where it has none
 * @param attributes a JSON object, in UTF-8; not to be changed
 * @param receivedAt when it arrived
 * @param letter the dead letter that it was until now, of the same arrival; null for what has just
 *     come
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record EventRecord(
    UUID tenantId,
    UUID deviceId,
    UUID id,
    Instant time,
    String type,
    String severity,
    @Nullable String message,
    byte[] attributes,
    Instant receivedAt,
    @Nullable UUID letter) {
  /** The same, which has been a dead letter until now. */
  public EventRecord replaying(UUID deadLetter) {
    return new EventRecord(
        tenantId, deviceId, id, time, type, severity, message, attributes, receivedAt, deadLetter);
  }
}
