package io.sensormine.ingestion.store;

import io.sensormine.ingestion.message.FlatFields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/** A device and messages of it, of whole seconds from now on. */
record OneDevice(UUID tenant, UUID id, Instant now) {
  static final UUID VERSION = new UUID(3, 1);

  static OneDevice of(UUID tenant) {
    return new OneDevice(tenant, UUID.randomUUID(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** One whose field says its second. */
  TelemetryRecord message(long second, String field) {
    return new TelemetryRecord(
        tenant,
        id,
        now.plusSeconds(second),
        VERSION,
        FlatFields.of(Map.of(field, second)),
        Instant.now());
  }

  /** Those of the seconds from 1 on. */
  List<TelemetryRecord> messages(int count, String field) {
    return LongStream.rangeClosed(1, count).mapToObj(second -> message(second, field)).toList();
  }
}
