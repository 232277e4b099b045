package io.sensormine.ingestion.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Dead letters that are taken after all: each once, however many try at the same time. */
final class Replays {
  private static final String CLAIM =
      """
      WITH waiting AS (
        SELECT letter.id, letter.received_at
        FROM unnest(?::uuid[], ?::timestamptz[], ?::uuid[]) AS replayed (id, received_at, tenant_id)
        JOIN telemetry.rejected_messages letter
          ON letter.id = replayed.id AND letter.received_at = replayed.received_at AND %s
        WHERE letter.received_at BETWEEN ? AND ? AND letter.replayed_at IS NULL
        ORDER BY letter.received_at, letter.id
        FOR UPDATE OF letter
      )
      UPDATE telemetry.rejected_messages claimed SET replayed_at = now()
      FROM waiting
      WHERE claimed.id = waiting.id AND claimed.received_at = waiting.received_at
        AND claimed.received_at BETWEEN ? AND ?
      RETURNING claimed.id
      """
          .formatted(TenantPredicate.sameTenant("letter", "replayed"));

  private Replays() {}

  /**
   * Marks letters as replayed, within the transaction at hand. Who comes second waits until the
   * first has ended.
   *
   * @return those that this is not to replay: they were replayed before, or are not there
   */
  static Set<UUID> claim(Connection connection, List<TelemetryRecord> records) throws SQLException {
    var times = records.stream().map(TelemetryRecord::receivedAt).toList();
    var first = Collections.min(times);
    var last = Collections.max(times);
    var left = new HashSet<UUID>();
    records.forEach(record -> left.add(record.letter()));
    try (var claim = connection.prepareStatement(CLAIM)) {
      var columns = new ColumnArrays<>(connection, records);
      claim.setArray(1, columns.uuids(TelemetryRecord::letter));
      claim.setArray(2, columns.times(TelemetryRecord::receivedAt));
      claim.setArray(3, columns.uuids(TelemetryRecord::tenantId));
      for (int at = 4; at <= 6; at += 2) {
        claim.setObject(at, first.atOffset(ZoneOffset.UTC));
        claim.setObject(at + 1, last.atOffset(ZoneOffset.UTC));
      }
      try (var rows = claim.executeQuery()) {
        while (rows.next()) {
          left.remove(rows.getObject(1, UUID.class));
        }
      }
    }
    return left;
  }
}
