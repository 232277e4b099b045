package io.sensormine.ingestion.store;

import java.util.List;
import java.util.UUID;

/**
 * What one sender brought at once.
 *
 * @param sender what tells senders of the tenant apart, to treat them fairly
 * @param protocol the way it came
 * @param records messages admitted, in the order they came
 * @param deadLetters messages refused
 */
public record Batch(
    UUID tenantId,
    String sender,
    Protocol protocol,
    List<TelemetryRecord> records,
    List<DeadLetter> deadLetters) {
  public Batch {
    records = List.copyOf(records);
    deadLetters = List.copyOf(deadLetters);
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return records.isEmpty() && deadLetters.isEmpty();
  }

  /** Whether it is one message, which has been a dead letter until now. */
  public boolean isReplay() {
    return rows() == 1 && !records.isEmpty() && records.getFirst().letter() != null;
  }

  /** How many rows it may come to. */
  public int rows() {
    return records.size() + deadLetters.size();
  }

  /** About how many bytes it takes. */
  public long bytes() {
    long bytes = 0;
    for (var record : records) {
      bytes += record.bytes();
    }
    for (var letter : deadLetters) {
      bytes += letter.bytes();
    }
    return bytes;
  }

  /** The same sender's other messages. */
  public Batch with(List<TelemetryRecord> others, List<DeadLetter> otherLetters) {
    return new Batch(tenantId, sender, protocol, others, otherLetters);
  }

  /**
   * Two batches that come to the same, the first half and the second; only of a batch of more than
   * one row.
   */
  public List<Batch> halves() {
    if (records.isEmpty()) {
      int half = deadLetters.size() / 2;
      return List.of(
          with(List.of(), deadLetters.subList(0, half)),
          with(List.of(), deadLetters.subList(half, deadLetters.size())));
    }
    if (!deadLetters.isEmpty()) {
      return List.of(with(records, List.of()), with(List.of(), deadLetters));
    }
    int half = records.size() / 2;
    return List.of(
        with(records.subList(0, half), List.of()),
        with(records.subList(half, records.size()), List.of()));
  }

  /** What was admitted alone. */
  public Batch withoutLetters() {
    return deadLetters.isEmpty() ? this : with(records, List.of());
  }
}
