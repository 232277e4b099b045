package io.sensormine.ingestion.store;

import io.sensormine.ingestion.rollup.RollupDirt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Inserts messages, or merges them into the rows that are there. */
final class TelemetryUpsert {
  /** Its answer is one row where all were inserted, or none was written; else a row for each. */
  private static final String UPSERT =
      """
      WITH written AS (
        INSERT INTO telemetry.telemetry AS stored
          (tenant_id, device_id, time, schema_version_id, fields, received_at)
        SELECT tenant_id, device_id, time, schema_version_id, fields, received_at
        FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::uuid[], ?::jsonb[], ?::timestamptz[])
          AS incoming (tenant_id, device_id, time, schema_version_id, fields, received_at)
        ORDER BY device_id, time
        ON CONFLICT (device_id, time) DO UPDATE SET
          fields = CASE
            WHEN stored.schema_version_id = excluded.schema_version_id
              THEN stored.fields || excluded.fields
            ELSE excluded.fields
          END,
          schema_version_id = excluded.schema_version_id,
          received_at = excluded.received_at
        WHERE %s
        RETURNING device_id, time, (xmax = 0) AS inserted),
      summary AS (
        SELECT count(*) FILTER (WHERE inserted) AS inserted, %s AS closed_until FROM written)
      SELECT summary.inserted = ?, closed_until, device_id, time, written.inserted
      FROM summary LEFT JOIN written ON summary.inserted < ?
      """
          .formatted(StoredAlready.changes("stored", "excluded"), RollupDirt.CLOSED_UNTIL);

  private TelemetryUpsert() {}

  /**
   * What was written.
   *
   * @param rows true for one that was inserted, false for one that was changed
   * @param closedUntil before when the rollups must hear of it
   */
  record Written(Map<Fold.Key, Boolean> rows, Instant closedUntil) {}

  /** Writes rows of which no two have the same key, within the transaction at hand. */
  static Written write(Connection transaction, List<TelemetryRecord> rows) throws SQLException {
    try (var upsert = transaction.prepareStatement(UPSERT)) {
      var columns = TelemetryColumns.bind(upsert, transaction, rows);
      upsert.setArray(6, columns.times(TelemetryRecord::receivedAt));
      upsert.setInt(7, rows.size());
      upsert.setInt(8, rows.size());
      try (var answer = upsert.executeQuery()) {
        answer.next();
        var closedUntil = answer.getObject(2, OffsetDateTime.class).toInstant();
        return new Written(answer.getBoolean(1) ? allInserted(rows) : written(answer), closedUntil);
      }
    }
  }

  /** What is written where all rows were inserted. */
  static Map<Fold.Key, Boolean> allInserted(List<TelemetryRecord> rows) {
    Map<Fold.Key, Boolean> written = HashMap.newHashMap(rows.size());
    rows.forEach(row -> written.put(Fold.key(row), true));
    return written;
  }

  /** From the row that the answer stands at. */
  private static Map<Fold.Key, Boolean> written(ResultSet answer) throws SQLException {
    Map<Fold.Key, Boolean> written = new HashMap<>();
    do {
      var device = answer.getObject(3, UUID.class);
      if (device != null) {
        var time = answer.getObject(4, OffsetDateTime.class).toInstant();
        written.put(new Fold.Key(device, time), answer.getBoolean(5));
      }
    } while (answer.next());
    return written;
  }
}
