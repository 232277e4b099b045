package io.sensormine.ingestion.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Inserts messages by COPY, which takes the database little more than half of what the upsert does:
 * it writes a page of rows at once, and asks of no row whether it is there. So one that is there
 * fails all.
 *
 * @see <a href="https://www.postgresql.org/docs/17/sql-copy.html">Its binary format</a>
 */
final class TelemetryCopy {
  private static final String COPY =
      """
      COPY telemetry.telemetry
        (tenant_id, device_id, time, schema_version_id, fields, received_at)
      FROM STDIN (FORMAT BINARY)
      """;

  private static final int COLUMNS = 6;
  private static final int USUAL_ROW_BYTES = 400;
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int END = -1;

  private TelemetryCopy() {}

  /**
   * Inserts rows, within the transaction at hand.
   *
   * @throws WrongGuess where one of them is there; the transaction has failed
   */
  static void insert(Connection transaction, List<TelemetryRecord> rows) throws SQLException {
    var bytes = bytes(rows);
    try {
      var copy = transaction.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
      copy.writeToCopy(bytes, 0, bytes.length);
      copy.endCopy();
    } catch (SQLException e) {
      throw WrongGuess.isShownBy(e) ? new WrongGuess(e) : e;
    }
  }

  private static byte[] bytes(List<TelemetryRecord> rows) {
    var bytes = new BinaryFields(rows.size() * USUAL_ROW_BYTES);
    bytes.put(SIGNATURE);
    bytes.putInt(0); // no flags
    bytes.putInt(0); // no further head
    for (var row : rows.stream().sorted(TelemetryColumns.BY_KEY).toList()) {
      bytes.putShort(COLUMNS);
      bytes.uuid(row.tenantId());
      bytes.uuid(row.deviceId());
      bytes.time(row.time());
      bytes.uuid(row.schemaVersionId());
      bytes.jsonb(row.fields().json());
      bytes.time(row.receivedAt());
    }
    bytes.putShort(END);
    return bytes.written();
  }
}
