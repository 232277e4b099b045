package io.sensormine.ingestion.store;

import io.sensormine.ingestion.message.FlatFields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that has been admitted.
 *
 * @param deviceId of that tenant, by device-api's word
 * @param time when it was measured; kept to the microsecond
 * @param schemaVersionId the version that admitted it; the nil UUID where there is no schema
 * @param receivedAt when it arrived
 * @param letter the dead letter that it was until now, of the same arrival; null for what has just
 *     come
 */
public record TelemetryRecord(
    UUID tenantId,
    UUID deviceId,
    Instant time,
    UUID schemaVersionId,
    FlatFields fields,
    Instant receivedAt,
    @Nullable UUID letter) {
  private static final long ROW_BYTES = 100;

  public TelemetryRecord {
    time = time.truncatedTo(ChronoUnit.MICROS);
  }

  /** A record of what has just come. */
  public TelemetryRecord(
      UUID tenantId,
      UUID deviceId,
      Instant time,
      UUID schemaVersionId,
      FlatFields fields,
      Instant receivedAt) {
    this(tenantId, deviceId, time, schemaVersionId, fields, receivedAt, null);
  }

  /** The same, which has been a dead letter until now. */
  public TelemetryRecord replaying(UUID deadLetter) {
    return new TelemetryRecord(
        tenantId, deviceId, time, schemaVersionId, fields, receivedAt, deadLetter);
  }

  /** About how many bytes it takes. */
  long bytes() {
    return ROW_BYTES + fields.json().length;
  }
}
