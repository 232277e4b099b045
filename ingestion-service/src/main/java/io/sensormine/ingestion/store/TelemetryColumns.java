package io.sensormine.ingestion.store;

import static java.util.Comparator.comparing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** What a message says, as the first parameters of a statement. */
final class TelemetryColumns {
  /** As the upsert sorts its rows, so that no two transactions wait for one another. */
  static final Comparator<TelemetryRecord> BY_KEY =
      comparing(TelemetryRecord::deviceId, TelemetryColumns::asStored)
          .thenComparing(TelemetryRecord::time);

  private TelemetryColumns() {}

  /**
   * Binds 1 to 5: tenant_id, device_id, time, schema_version_id, fields.
   *
   * @return the same rows, for what else there is to bind
   */
  static ColumnArrays<TelemetryRecord> bind(
      PreparedStatement statement, Connection transaction, List<TelemetryRecord> rows)
      throws SQLException {
    var columns = new ColumnArrays<>(transaction, rows);
    statement.setArray(1, columns.uuids(TelemetryRecord::tenantId));
    statement.setArray(2, columns.uuids(TelemetryRecord::deviceId));
    statement.setArray(3, columns.times(TelemetryRecord::time));
    statement.setArray(4, columns.uuids(TelemetryRecord::schemaVersionId));
    statement.setArray(5, columns.jsonb(row -> row.fields().json()));
    return columns;
  }

  /** PostgreSQL's order of UUIDs, which is that of their bytes without a sign. */
  private static int asStored(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
