package io.sensormine.ingestion.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What became of one tenant's messages that came one way, counted for each device. */
final class Tally {
  /** Stands for a device that is not known. */
  static final UUID NO_DEVICE = new UUID(0, 0);

  private record Key(UUID tenantId, Protocol protocol) {}

  /** What was counted for one device. */
  static final class Line {
    private final UUID deviceId;
    private int accepted;
    private int merged;
    private int duplicates;
    private int rejected;

    private Line(UUID deviceId) {
      this.deviceId = deviceId;
    }

    UUID deviceId() {
      return deviceId;
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

    private void count(Outcome outcome) {
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

  private final Key key;
  private final Map<UUID, Line> lines = new LinkedHashMap<>();
  private Instant lastReceivedAt = Instant.EPOCH;

  private Tally(Key key) {
    this.key = key;
  }

  /**
   * Counts a group.
   *
   * @param outcomes what became of each batch's records, in their order
   */
  static List<Tally> of(List<Batch> batches, List<List<Outcome>> outcomes) {
    var tallies = new LinkedHashMap<Key, Tally>();
    for (int at = 0; at < batches.size(); at++) {
      var batch = batches.get(at);
      tallies
          .computeIfAbsent(new Key(batch.tenantId(), batch.protocol()), Tally::new)
          .add(batch, outcomes.get(at));
    }
    return new ArrayList<>(tallies.values());
  }

  private void add(Batch batch, List<Outcome> outcomes) {
    for (int at = 0; at < outcomes.size(); at++) {
      var record = batch.records().get(at);
      line(record.deviceId(), record.receivedAt()).count(outcomes.get(at));
    }
    for (var letter : batch.deadLetters()) {
      var device = letter.deviceId();
      line(device == null ? NO_DEVICE : device, letter.receivedAt()).rejected++;
    }
  }

  private Line line(UUID deviceId, Instant receivedAt) {
    if (receivedAt.isAfter(lastReceivedAt)) {
      lastReceivedAt = receivedAt;
    }
    return lines.computeIfAbsent(deviceId, Line::new);
  }

  UUID tenantId() {
    return key.tenantId();
  }

  Protocol protocol() {
    return key.protocol();
  }

  Instant lastReceivedAt() {
    return lastReceivedAt;
  }

  List<Line> lines() {
    return new ArrayList<>(lines.values());
  }
}
