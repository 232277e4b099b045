package io.sensormine.ingestion.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Counts what became of messages, for each device and way in. */
final class Tally {
  /** Stands for a device that is not known. */
  static final UUID NO_DEVICE = new UUID(0, 0);

  private record Key(UUID tenantId, UUID deviceId, Protocol protocol) {}

  /** What was counted for one device and way in. */
  static final class Line {
    private final Key key;
    private Instant receivedAt = Instant.EPOCH;
    private int accepted;
    private int merged;
    private int duplicates;
    private int rejected;

    private Line(Key key) {
      this.key = key;
    }

    UUID tenantId() {
      return key.tenantId();
    }

    UUID deviceId() {
      return key.deviceId();
    }

    Protocol protocol() {
      return key.protocol();
    }

    /** When the latest of the messages that were admitted arrived; the epoch without one. */
    Instant receivedAt() {
      return receivedAt;
    }

    int accepted() {
      return accepted;
    }

    int merged() {
      return merged;
    }

    int duplicates() {
      return duplicates;
    }

    int rejected() {
      return rejected;
    }

    private void admitted(Instant at, Outcome outcome) {
      if (at.isAfter(receivedAt)) {
        receivedAt = at;
      }
      switch (outcome) {
        case Outcome.Inserted() -> accepted++;
        case Outcome.Merged() -> {
          accepted++;
          merged++;
        }
        case Outcome.Duplicate() -> duplicates++;
        case Outcome.Refused _ -> throw new IllegalArgumentException("a dead letter counts that");
      }
    }
  }

  private final Map<Key, Line> lines = new LinkedHashMap<>();

  /** Counts a batch, with what became of each of its records. */
  void add(Batch batch, List<Outcome> outcomes) {
    for (int at = 0; at < outcomes.size(); at++) {
      var record = batch.records().get(at);
      line(batch, record.deviceId()).admitted(record.receivedAt(), outcomes.get(at));
    }
    for (var letter : batch.deadLetters()) {
      var device = letter.deviceId();
      line(batch, device == null ? NO_DEVICE : device).rejected++;
    }
  }

  private Line line(Batch batch, UUID deviceId) {
    return lines.computeIfAbsent(new Key(batch.tenantId(), deviceId, batch.protocol()), Line::new);
  }

  List<Line> lines() {
    return new ArrayList<>(lines.values());
  }
}
