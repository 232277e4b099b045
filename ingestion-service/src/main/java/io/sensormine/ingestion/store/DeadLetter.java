package io.sensormine.ingestion.store;

import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.message.ShortText;
import io.sensormine.kit.id.Ids;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was refused.
 *
 * @param kind what it was sent as
 * @param format how its bytes say what it says
 * @param deviceId whose it is; null where that is not known
 * @param externalId the device as the message or its credential names it, cut to what the name of
 *     one may have; null where neither does
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
    Kind kind,
    PayloadFormat format,
    @Nullable UUID deviceId,
    @Nullable String externalId,
    @Nullable UUID schemaVersionId,
    List<Flaw> flaws,
    byte[] payload,
    int payloadBytes) {
  /** What a message is sent as. */
  public enum Kind {
    MESSAGE,
    EVENT
  }

  private static final int MAX_NAME_LENGTH = 256;

  public DeadLetter {
    externalId = externalId == null ? null : ShortText.of(externalId, MAX_NAME_LENGTH);
    flaws = List.copyOf(flaws);
  }

  /**
   * Of a message that was admitted, but that the database does not take. Its bytes are not at hand
   * any more: what is kept is an envelope of what it said.
   *
   * @param maxKeptBytes how much of that envelope
   */
  public static DeadLetter of(
      TelemetryRecord record, Protocol protocol, Flaw flaw, int maxKeptBytes) {
    var envelope = FieldsJson.envelope(record.time(), record.fields().json());
    return new DeadLetter(
        Ids.next(),
        record.receivedAt(),
        record.tenantId(),
        protocol,
        Kind.MESSAGE,
        PayloadFormat.JSON,
        record.deviceId(),
        null,
        record.schemaVersionId(),
        List.of(flaw),
        Arrays.copyOf(envelope, Math.min(envelope.length, maxKeptBytes)),
        envelope.length);
  }

  /** About how many bytes it takes. */
  long bytes() {
    return ROW_BYTES + payload.length;
  }

  private static final long ROW_BYTES = 400;
}
