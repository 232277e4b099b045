package io.sensormine.ingestion.store;

import io.sensormine.ingestion.rollup.Cell;
import io.sensormine.ingestion.rollup.RollupDirt;
import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.postgresql.util.PSQLException;

/**
 * Writes messages, from whatever source: each device and instant is one row, however often it
 * comes. Thread-safe; blocks.
 */
@Singleton
public final class TelemetryStore {
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

  private static final String COUNT =
      """
      INSERT INTO telemetry.ingestion_deltas
        (id, tenant_id, protocol, last_received_at, device_ids, accepted, merged, duplicates,
         rejected)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String GROUP_KEY = "pk_ingestion_deltas";

  /** A late message may land in a chunk that is in columns: let it unpack what it must. */
  private static final String UNPACK_WHAT_IT_TAKES =
      "SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0";

  private final Connections database;
  private final Edition edition;
  private final StoredAlready storedAlready;
  private final RollupDirt dirt;

  TelemetryStore(
      Connections database, Edition edition, StoredAlready storedAlready, RollupDirt dirt) {
    this.database = database;
    this.edition = edition;
    this.storedAlready = storedAlready;
    this.dirt = dirt;
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
      var outcomes = attempt(connection, group);
      try {
        connection.commit();
      } catch (SQLException e) {
        throw new CommitInDoubt(outcomes, e);
      }
      return outcomes;
    }
  }

  /** What {@link #write} would come to now; everything is as before afterwards. */
  public List<List<Outcome>> rehearse(Group group) throws SQLException {
    try (var connection = database.open()) {
      connection.setAutoCommit(false);
      var outcomes = attempt(connection, group);
      connection.rollback();
      return outcomes;
    }
  }

  private List<List<Outcome>> attempt(Connection connection, Group group) throws SQLException {
    try {
      return write(connection, group);
    } catch (SQLException | RuntimeException e) {
      rollback(connection, e);
      throw e;
    }
  }

  /** What has been replayed before, by whomever, is left out: it is neither written nor counted. */
  private List<List<Outcome>> write(Connection connection, Group group) throws SQLException {
    var replays = group.replays();
    var before = replays.isEmpty() ? Set.<UUID>of() : Replays.claim(connection, replays);
    return before.isEmpty()
        ? writeAll(connection, group)
        : group.outcomes(before, writeAll(connection, group.without(before)));
  }

  private List<List<Outcome>> writeAll(Connection connection, Group group) throws SQLException {
    var written = new HashMap<Fold.Key, Boolean>();
    for (var rows : group.upserts()) {
      var news = storedAlready.without(connection, rows);
      if (!news.isEmpty()) {
        // what the first inserts and the second changes has been inserted, for all who look
        upsert(connection, news)
            .forEach((key, inserted) -> written.merge(key, inserted, Boolean::logicalOr));
      }
    }
    var outcomes = group.outcomes(written);
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

  private Map<Fold.Key, Boolean> upsert(Connection connection, List<TelemetryRecord> rows)
      throws SQLException {
    if (edition.hasColumnstore()) {
      try (var statement = connection.createStatement()) {
        statement.execute(UNPACK_WHAT_IT_TAKES);
      }
    }
    try (var upsert = connection.prepareStatement(UPSERT)) {
      var columns = new ColumnArrays<>(connection, rows);
      upsert.setArray(1, columns.uuids(TelemetryRecord::tenantId));
      upsert.setArray(2, columns.uuids(TelemetryRecord::deviceId));
      upsert.setArray(3, columns.times(TelemetryRecord::time));
      upsert.setArray(4, columns.uuids(TelemetryRecord::schemaVersionId));
      upsert.setArray(5, columns.jsonb(row -> row.fields().json()));
      upsert.setArray(6, columns.times(TelemetryRecord::receivedAt));
      upsert.setInt(7, rows.size());
      upsert.setInt(8, rows.size());
      try (var answer = upsert.executeQuery()) {
        answer.next();
        var closedUntil = answer.getObject(2, OffsetDateTime.class).toInstant();
        var written = answer.getBoolean(1) ? allInserted(rows) : written(answer);
        noteLate(connection, rows, written, closedUntil);
        return written;
      }
    }
  }

  private static Map<Fold.Key, Boolean> allInserted(List<TelemetryRecord> rows) {
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

  /** The rollups of hours that are closed must hear of what has changed in them. */
  private void noteLate(
      Connection connection,
      List<TelemetryRecord> rows,
      Map<Fold.Key, Boolean> written,
      Instant closedUntil)
      throws SQLException {
    var late =
        rows.stream()
            .filter(row -> row.time().isBefore(closedUntil))
            .filter(row -> written.containsKey(Fold.key(row)))
            .map(row -> new Cell(row.tenantId(), row.deviceId(), row.time()))
            .toList();
    dirt.note(connection, closedUntil, late);
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
