package io.sensormine.ingestion.store;

import java.util.List;

/**
 * What is written in one transaction.
 *
 * @param records messages admitted, in the order they came
 * @param deadLetters messages refused
 */
public record Batch(List<TelemetryRecord> records, List<DeadLetter> deadLetters) {
  public Batch {
    records = List.copyOf(records);
    deadLetters = List.copyOf(deadLetters);
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return records.isEmpty() && deadLetters.isEmpty();
  }
}
