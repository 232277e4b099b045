package io.sensormine.ingestion.store;

import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups of messages, from whatever source, a transaction each: the rows, what was counted,
 * and the dead letters. Thread-safe; blocks.
 */
@Singleton
public final class TelemetryStore {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryStore.class);

  private final Connections database;
  private final OneExchange oneExchange;
  private final TelemetryRows rows;

  TelemetryStore(Connections database, OneExchange oneExchange, TelemetryRows rows) {
    this.database = database;
    this.oneExchange = oneExchange;
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
      var outcomes = writeGuessing(connection, group);
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

  private List<List<Outcome>> writeGuessing(Connection connection, Group group)
      throws SQLException {
    try {
      var outcomes = oneExchange.tryWrite(connection, group);
      return outcomes != null ? outcomes : writeInSteps(connection, group, rows::writeGuessing);
    } catch (WrongGuess wrong) {
      LOG.debug("a group of {} rows is written without guessing", group.rows(), wrong);
      return writeInSteps(connection, group, rows::write);
    }
  }

  private List<List<Outcome>> writeInSteps(Connection connection, Group group, RowsWriting writing)
      throws SQLException {
    connection.setAutoCommit(false);
    var outcomes = attempt(connection, group, writing);
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new CommitInDoubt(outcomes, e);
    }
    return outcomes;
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
      DeltaRow.insert(connection, group.id(), tally);
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

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException gone) {
      reason.addSuppressed(gone);
    }
  }
}
