package io.sensormine.ingestion.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that has been admitted.
 *
 * @param deviceId of that tenant, by device-api's word
 * @param time when it was measured; kept to the microsecond
 * @param schemaVersionId the version that admitted it; the nil UUID where there is no schema
 * @param fields dotted path to Long, Double, Boolean or String; not to be changed any more
 * @param json the fields as a JSON object, in UTF-8; not to be changed
 * @param receivedAt when it arrived
 * @param letter the dead letter that it was until now, of the same arrival; null for what has just
 *     come
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TelemetryRecord(
    UUID tenantId,
    UUID deviceId,
    Instant time,
    UUID schemaVersionId,
    Map<String, Object> fields,
    byte[] json,
    Instant receivedAt,
    @Nullable UUID letter) {
  private static final long ROW_BYTES = 100;

  public TelemetryRecord {
    time = time.truncatedTo(ChronoUnit.MICROS);
  }

  /** A record; its JSON is made here, on the thread of the request, and not on the writer's. */
  public TelemetryRecord(
      UUID tenantId,
      UUID deviceId,
      Instant time,
      UUID schemaVersionId,
      Map<String, Object> fields,
      Instant receivedAt) {
    this(
        tenantId, deviceId, time, schemaVersionId, fields, FieldsJson.of(fields), receivedAt, null);
  }

  /** The same, which has been a dead letter until now. */
  public TelemetryRecord replaying(UUID deadLetter) {
    return new TelemetryRecord(
        tenantId, deviceId, time, schemaVersionId, fields, json, receivedAt, deadLetter);
  }

  /** About how many bytes it takes. */
  long bytes() {
    return ROW_BYTES + json.length;
  }
}
