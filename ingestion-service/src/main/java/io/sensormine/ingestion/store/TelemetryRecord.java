package io.sensormine.ingestion.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/**
 * A message that has been admitted.
 *
 * @param deviceId of that tenant, by device-api's word
 * @param time when it was measured; kept to the microsecond
 * @param schemaVersionId the version that admitted it; the nil UUID where there is no schema
 * @param fields dotted path to Long, Double, Boolean or String; not to be changed any more
 * @param receivedAt when it arrived
 */
public record TelemetryRecord(
    UUID tenantId,
    UUID deviceId,
    Instant time,
    UUID schemaVersionId,
    Map<String, Object> fields,
    Instant receivedAt) {
  public TelemetryRecord {
    time = time.truncatedTo(ChronoUnit.MICROS);
  }
}
