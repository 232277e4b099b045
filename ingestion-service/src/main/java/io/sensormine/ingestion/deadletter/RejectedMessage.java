package io.sensormine.ingestion.deadletter;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.kit.problem.Violation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was refused, as it is told.
 *
 * @param kind what it was sent as
 * @param payloadFormat how the payload says what it says
 * @param deviceId whose it is; null where it names no device that was known
 * @param deviceExternalId the device as it names it, or the credential it came with
 * @param schemaVersionId the version that refused it; null where it was refused before that
 * @param code the first error's
 * @param errors why; each `path` is a JSON Pointer into the message
 * @param payload what is kept of it, in Base64 where it is no UTF-8
 * @param payloadBase64 whether it is in Base64
 * @param payloadBytes how many bytes the message had
 * @param truncated whether it had more than are kept, so that it cannot be replayed
 * @param replayedAt when it was taken after all; null while it is refused
 */
@Introspected
record RejectedMessage(
    UUID id,
    Instant receivedAt,
    Protocol protocol,
    DeadLetter.Kind kind,
    PayloadFormat payloadFormat,
    @Nullable UUID deviceId,
    @Nullable String deviceExternalId,
    @Nullable UUID schemaVersionId,
    String code,
    List<Violation> errors,
    String payload,
    boolean payloadBase64,
    long payloadBytes,
    boolean truncated,
    @Nullable Instant replayedAt) {
  RejectedMessage {
    errors = List.copyOf(errors);
  }
}
