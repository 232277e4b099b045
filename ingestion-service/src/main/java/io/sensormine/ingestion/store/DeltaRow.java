package io.sensormine.ingestion.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.UUID;
import org.postgresql.util.PSQLException;

/** What was counted in one transaction, on its way into its table. */
final class DeltaRow {
  static final String INSERT =
      """
      INSERT INTO telemetry.ingestion_deltas
        (id, tenant_id, protocol, last_received_at, device_ids, accepted, merged, duplicates,
         rejected)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** How many parameters that takes. */
  static final int PARAMETERS = 9;

  private static final String GROUP_KEY = "pk_ingestion_deltas";

  private DeltaRow() {}

  /**
   * Counts, within the transaction at hand.
   *
   * @param group what its transaction is known by
   * @throws AlreadyWritten where it was counted before
   */
  static void insert(Connection transaction, UUID group, Tally tally) throws SQLException {
    try (var insert = transaction.prepareStatement(INSERT)) {
      bind(insert, 1, transaction, group, tally);
      insert.executeUpdate();
    } catch (PSQLException e) {
      throw isThere(e) ? new AlreadyWritten(e) : e;
    }
  }

  /** Binds the parameters from the first on. */
  static void bind(
      PreparedStatement statement, int first, Connection transaction, UUID group, Tally tally)
      throws SQLException {
    var columns = new ColumnArrays<>(transaction, tally.lines());
    int at = first;
    statement.setObject(at++, group);
    statement.setObject(at++, tally.tenantId());
    statement.setString(at++, tally.protocol().name());
    statement.setObject(at++, tally.lastReceivedAt().atOffset(ZoneOffset.UTC));
    statement.setArray(at++, columns.uuids(Tally.Line::deviceId));
    statement.setArray(at++, columns.integers(Tally.Line::accepted));
    statement.setArray(at++, columns.integersOrNone(Tally.Line::merged));
    statement.setArray(at++, columns.integersOrNone(Tally.Line::duplicates));
    statement.setArray(at, columns.integersOrNone(Tally.Line::rejected));
  }

  /** Whether that is why it failed: the group has been counted. */
  static boolean isThere(PSQLException e) {
    var error = e.getServerErrorMessage();
    return error != null && GROUP_KEY.equals(error.getConstraint());
  }
}
