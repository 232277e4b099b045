package io.sensormine.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.message.FlatFields;
import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.ingestion.store.TelemetryRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartsTest {
  private static final UUID ID = new UUID(1, 1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static TelemetryRecord record(Instant time, Instant receivedAt) {
    return new TelemetryRecord(
        ID, ID, time, new UUID(0, 0), FlatFields.of(Map.of("a", 1L)), receivedAt);
  }

  private static Parts parts(TelemetryRecord... records) {
    return Parts.of(new Batch(ID, "sender", Protocol.MQTT, List.of(records), List.of()), HOUR, 10);
  }

  @Test
  void keepsARowTogetherWhoseRecordsCameOnBothSidesOfTheEdge() {
    var atTheEdge = TIME.plus(HOUR);
    var parts = parts(record(TIME, atTheEdge), record(TIME, atTheEdge.plusMillis(1)));
    assertThat(parts.backlog()).isEmpty();
  }

  @Test
  void partsWhatIsOlder() {
    var now = TIME.plus(HOUR).plusMillis(1);
    var parts = parts(record(TIME, now), record(now, now));
    assertThat(parts.places()).containsExactly(List.of(1), List.of(0));
  }
}
