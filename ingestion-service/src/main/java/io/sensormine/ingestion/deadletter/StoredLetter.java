package io.sensormine.ingestion.deadletter;

import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.ingestion.store.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is stored.
 *
 * @param deviceId whose it is; null where that was not known
 * @param externalId the device as the message or its credential named it
 * @param schemaVersionId the version that refused it; null where none was reached
 * @param code the first error's
 * @param errors why it was refused
 * @param payload its first bytes, or all of them
 * @param payloadBytes how many it had
 * @param replayedAt when it was taken after all; null while it is refused
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record StoredLetter(
    UUID id,
    Instant receivedAt,
    Protocol protocol,
    DeadLetter.Kind kind,
    PayloadFormat format,
    @Nullable UUID deviceId,
    @Nullable String externalId,
    @Nullable UUID schemaVersionId,
    String code,
    String errors,
    byte[] payload,
    long payloadBytes,
    @Nullable Instant replayedAt) {

  /** Whether a part of it was not kept. */
  boolean isTruncated() {
    return payloadBytes > payload.length;
  }

  /** Where it stands in the order of time. */
  List<String> keys() {
    return List.of(receivedAt.toString(), id.toString());
  }
}
