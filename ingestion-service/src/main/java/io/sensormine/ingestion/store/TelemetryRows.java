package io.sensormine.ingestion.store;

import static java.util.Comparator.comparing;

import io.sensormine.ingestion.rollup.Cell;
import io.sensormine.ingestion.rollup.RollupDirt;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Writes messages as rows, each device and instant one: what is most likely new by COPY, the rest
 * by an upsert. Thread-safe.
 */
@Singleton
final class TelemetryRows {
  /** Fewer go with the others: a COPY is not prepared, and the rollups' mark is asked for apart. */
  private static final int WORTH_A_COPY = 20;

  /** A late message may land in a chunk that is in columns: let it unpack what it must. */
  private static final String UNPACK_WHAT_IT_TAKES =
      "SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0";

  private final Edition edition;
  private final StoredAlready storedAlready;
  private final RecentTimes recent;
  private final RollupDirt dirt;

  /** The rollups' mark as it was last seen; it only ever advances. */
  private volatile Instant closedUntil = Instant.MIN;

  TelemetryRows(
      Edition edition, StoredAlready storedAlready, StoreSettings settings, RollupDirt dirt) {
    this.edition = edition;
    this.storedAlready = storedAlready;
    this.recent = new RecentTimes(settings.knownDevices());
    this.dirt = dirt;
  }

  /**
   * Writes rows of which no two have the same key, within the transaction at hand, and notes what
   * the rollups must hear of.
   *
   * @return true for a row that was inserted, false for one that was changed; the rest is as it was
   */
  Map<Fold.Key, Boolean> write(Connection transaction, List<TelemetryRecord> rows)
      throws SQLException {
    var changing = storedAlready.without(transaction, rows);
    var written = changing.isEmpty() ? Map.<Fold.Key, Boolean>of() : upsert(transaction, changing);
    storedAlready.learn(rows.size(), written.size());
    return written;
  }

  private Map<Fold.Key, Boolean> upsert(Connection transaction, List<TelemetryRecord> rows)
      throws SQLException {
    if (edition.hasColumnstore()) {
      try (var statement = transaction.createStatement()) {
        statement.execute(UNPACK_WHAT_IT_TAKES);
      }
    }
    var written = TelemetryUpsert.write(transaction, rows);
    noteLate(transaction, rows, written.rows(), written.closedUntil());
    return written.rows();
  }

  /**
   * The same, by a guess at what is new.
   *
   * @throws WrongGuess where it was wrong; the transaction has failed, and {@link #write} will do
   */
  Map<Fold.Key, Boolean> writeGuessing(Connection transaction, List<TelemetryRecord> rows)
      throws SQLException {
    // asked once each: what is known grows meanwhile
    var news = new ArrayList<TelemetryRecord>(rows.size());
    var known = new ArrayList<TelemetryRecord>();
    rows.forEach(row -> (isTakenForNew(row) ? news : known).add(row));
    if (news.size() < WORTH_A_COPY) {
      return write(transaction, rows);
    }
    // before the rows: what begins a transaction goes with a statement, but not with a COPY
    var mark = dirt.closedUntil(transaction);
    TelemetryCopy.insert(transaction, news);
    var written = TelemetryUpsert.allInserted(news);
    noteLate(transaction, news, written, mark);
    if (!known.isEmpty()) {
      written.putAll(write(transaction, known));
    }
    return written;
  }

  /** Whether rows, at least one, are all most likely new, in hours that are open. */
  boolean areTakenForNew(List<TelemetryRecord> rows) {
    return !oldest(rows).isBefore(closedUntil) && rows.stream().allMatch(this::isTakenForNew);
  }

  /** When the first of rows, at least one, was measured. */
  static Instant oldest(List<TelemetryRecord> rows) {
    return Collections.min(rows, comparing(TelemetryRecord::time)).time();
  }

  /** A chunk in columns would unpack what a new message might meet, whichever way it comes. */
  private boolean isTakenForNew(TelemetryRecord row) {
    return recent.isNew(row) && !storedAlready.mayBeInColumns(row);
  }

  /** Learns of rows that have been committed. */
  void committed(List<TelemetryRecord> rows) {
    recent.stored(rows);
  }

  /** The rollups of hours that are closed must hear of what has changed in them. */
  private void noteLate(
      Connection transaction,
      List<TelemetryRecord> rows,
      Map<Fold.Key, Boolean> written,
      Instant mark)
      throws SQLException {
    closedUntil = mark;
    var late =
        rows.stream()
            .filter(row -> row.time().isBefore(mark))
            .filter(row -> written.containsKey(Fold.key(row)))
            .map(row -> new Cell(row.tenantId(), row.deviceId(), row.time()))
            .toList();
    dirt.note(transaction, mark, late);
  }
}
