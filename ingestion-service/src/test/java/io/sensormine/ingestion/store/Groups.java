package io.sensormine.ingestion.store;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Writes records as one group of one sender. */
final class Groups {
  private Groups() {}

  /** What became of each. */
  static List<Outcome> write(TelemetryStore store, List<TelemetryRecord> records) {
    var group = new Group(UUID.randomUUID());
    group.tryAdd(
        new Batch(records.getFirst().tenantId(), "anyone", Protocol.HTTP, records, List.of()));
    try {
      return store.write(group).getFirst();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
