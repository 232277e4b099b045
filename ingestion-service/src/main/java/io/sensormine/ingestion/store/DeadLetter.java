package io.sensormine.ingestion.store;

import io.sensormine.ingestion.message.Flaw;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was refused.
 *
 * @param deviceId whose it is; null where that is not known
 * @param externalId the device as the message or its credential names it; null where neither does
 * @param schemaVersionId the version that refused it; null where none was reached
 * @param flaws why, at least one
 * @param payload its first bytes, or all of them
 * @param payloadBytes how many it had
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record DeadLetter(
    UUID id,
    Instant receivedAt,
    UUID tenantId,
    Protocol protocol,
    @Nullable UUID deviceId,
    @Nullable String externalId,
    @Nullable UUID schemaVersionId,
    List<Flaw> flaws,
    byte[] payload,
    long payloadBytes) {
  public DeadLetter {
    flaws = List.copyOf(flaws);
  }
}
