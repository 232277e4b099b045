package io.sensormine.ingestion.store;

import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups of messages, from whatever source, a transaction each: the rows, what was counted,
 * and the dead letters. Thread-safe; blocks.
 */
@Singleton
public final class TelemetryStore {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryStore.class);

  private static final String COUNT =
      """
      INSERT INTO telemetry.ingestion_deltas
        (id, tenant_id, protocol, last_received_at, device_ids, accepted, merged, duplicates,
         rejected)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String GROUP_KEY = "pk_ingestion_deltas";

  private final Connections database;
  private final TelemetryRows rows;

  TelemetryStore(Connections database, TelemetryRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /**
   * Writes a group in one transaction; when this returns, it has committed. A group is written once
   * at most, however often this is called with it.
   *
   * @return what became of each batch's records, in their order
   * @throws CommitInDoubt where it may have committed
   * @throws AlreadyWritten where it was committed before
   */
  public List<List<Outcome>> write(Group group) throws SQLException {
    try (var connection = database.open()) {
      connection.setAutoCommit(false);
      var outcomes = attemptGuessing(connection, group);
      try {
        connection.commit();
      } catch (SQLException e) {
        throw new CommitInDoubt(outcomes, e);
      }
      group.batches().forEach(batch -> rows.committed(batch.records()));
      return outcomes;
    }
  }

  /** What {@link #write} would come to now; everything is as before afterwards. */
  public List<List<Outcome>> rehearse(Group group) throws SQLException {
    try (var connection = database.open()) {
      connection.setAutoCommit(false);
      var outcomes = attempt(connection, group, rows::write);
      connection.rollback();
      return outcomes;
    }
  }

  private List<List<Outcome>> attemptGuessing(Connection connection, Group group)
      throws SQLException {
    try {
      return attempt(connection, group, rows::writeGuessing);
    } catch (StoredBefore wrong) {
      LOG.debug("a group of {} rows is written without guessing", group.rows(), wrong);
      return attempt(connection, group, rows::write);
    }
  }

  private interface RowsWriting {
    Map<Fold.Key, Boolean> write(Connection transaction, List<TelemetryRecord> rows)
        throws SQLException;
  }

  private List<List<Outcome>> attempt(Connection connection, Group group, RowsWriting writing)
      throws SQLException {
    try {
      return write(connection, group, writing);
    } catch (SQLException | RuntimeException e) {
      rollback(connection, e);
      throw e;
    }
  }

  /** What has been replayed before, by whomever, is left out: it is neither written nor counted. */
  private List<List<Outcome>> write(Connection connection, Group group, RowsWriting writing)
      throws SQLException {
    var replays = group.replays();
    var before = replays.isEmpty() ? Set.<UUID>of() : Replays.claim(connection, replays);
    return before.isEmpty()
        ? writeAll(connection, group, writing)
        : group.outcomes(before, writeAll(connection, group.without(before), writing));
  }

  private List<List<Outcome>> writeAll(Connection connection, Group group, RowsWriting writing)
      throws SQLException {
    var outcomes = group.outcomes(written(connection, group.upserts(), writing));
    // before the letters, whose keys a group that has been written would meet as well
    for (var tally : Tally.of(group.batches(), outcomes)) {
      count(connection, group.id(), tally);
    }
    var letters = group.deadLetters();
    if (!letters.isEmpty()) {
      LetterRows.keep(connection, letters);
    }
    return outcomes;
  }

  private Map<Fold.Key, Boolean> written(
      Connection connection, List<List<TelemetryRecord>> upserts, RowsWriting writing)
      throws SQLException {
    if (upserts.size() == 1) {
      return writing.write(connection, upserts.getFirst());
    }
    // the second meets what the first has inserted, which no guess may take for new
    var written = new HashMap<Fold.Key, Boolean>();
    for (var each : upserts) {
      rows.write(connection, each)
          .forEach((key, inserted) -> written.merge(key, inserted, Boolean::logicalOr));
    }
    return written;
  }

  private static void count(Connection connection, UUID id, Tally tally) throws SQLException {
    try (var count = connection.prepareStatement(COUNT)) {
      var lines = tally.lines();
      var columns = new ColumnArrays<>(connection, lines);
      count.setObject(1, id);
      count.setObject(2, tally.tenantId());
      count.setString(3, tally.protocol().name());
      count.setObject(4, tally.lastReceivedAt().atOffset(ZoneOffset.UTC));
      count.setArray(5, columns.uuids(Tally.Line::deviceId));
      count.setArray(6, columns.integers(Tally.Line::accepted));
      count.setArray(7, columns.integersOrNone(Tally.Line::merged));
      count.setArray(8, columns.integersOrNone(Tally.Line::duplicates));
      count.setArray(9, columns.integersOrNone(Tally.Line::rejected));
      count.executeUpdate();
    } catch (PSQLException e) {
      var error = e.getServerErrorMessage();
      throw error != null && GROUP_KEY.equals(error.getConstraint()) ? new AlreadyWritten(e) : e;
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException gone) {
      reason.addSuppressed(gone);
    }
  }
}
