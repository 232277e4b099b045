package io.sensormine.ingestion.store;

import io.sensormine.ingestion.rollup.RollupDirt;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;

/**
 * Writes a group of few messages, all of them most likely new, in one exchange with the database:
 * begin, rows, counts and commit go together, where each by itself would have both sides wait for
 * the other. It saves a third of the database's work as well, until the rows are so many that COPY
 * makes up for its own exchanges. Thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/17/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">
 *     What is sent before one Sync is one transaction</a>
 */
@Singleton
final class OneExchange {
  /** From about 120 rows on, COPY takes the database less time than this statement. */
  private static final int MAX_ROWS = 100;

  /** Of one group; there is a statement for each number. */
  private static final int MAX_TALLIES = 8;

  /** It does not ask whether a row is there, and fails where one is. */
  private static final String ROWS =
      """
      INSERT INTO telemetry.telemetry
        (tenant_id, device_id, time, schema_version_id, fields, received_at)
      SELECT tenant_id, device_id, time, schema_version_id, fields, received_at
      FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::uuid[], ?::jsonb[], ?::timestamptz[])
        AS incoming (tenant_id, device_id, time, schema_version_id, fields, received_at)\
      """;

  private static final int ROW_PARAMETERS = 6;

  /** By how many tallies there are. */
  private static final List<String> STATEMENTS =
      IntStream.rangeClosed(0, MAX_TALLIES)
          .mapToObj(tallies ->
              String.join(";\n", ROWS, RollupDirt.REQUIRE_OPEN)
                  + (";\n" + DeltaRow.INSERT).repeat(tallies))
          .toList();

  private final TelemetryRows rows;

  OneExchange(TelemetryRows rows) {
    this.rows = rows;
  }

  /**
   * Writes a group where it may be written so; when this returns its outcomes, it has committed.
   *
   * @param connection in auto-commit mode
   * @return what became of each batch's records, in their order; null where it is for others to
   *     write
   * @throws WrongGuess where one of its messages was not new
   * @throws AlreadyWritten where it was committed before
   * @throws CommitInDoubt where it may have committed
   */
  @Nullable List<List<Outcome>> tryWrite(Connection connection, Group group) throws SQLException {
    if (group.rows() > MAX_ROWS || !group.deadLetters().isEmpty() || !group.replays().isEmpty()) {
      return null;
    }
    var upserts = group.upserts();
    if (upserts.size() != 1 || !rows.areTakenForNew(upserts.getFirst())) {
      return null;
    }
    var outcomes = group.outcomes(TelemetryUpsert.allInserted(upserts.getFirst()));
    var tallies = Tally.of(group.batches(), outcomes);
    return tallies.size() > MAX_TALLIES
        ? null
        : write(connection, group.id(), upserts.getFirst(), tallies, outcomes);
  }

  private static List<List<Outcome>> write(
      Connection connection,
      UUID group,
      List<TelemetryRecord> rows,
      List<Tally> tallies,
      List<List<Outcome>> outcomes)
      throws SQLException {
    var sorted = rows.stream().sorted(TelemetryColumns.BY_KEY).toList();
    // the pool's own is closed on some failures only
    var driver = connection.unwrap(BaseConnection.class);
    try (var statement = connection.prepareStatement(STATEMENTS.get(tallies.size()))) {
      var columns = TelemetryColumns.bind(statement, connection, sorted);
      int at = ROW_PARAMETERS;
      statement.setArray(at++, columns.times(TelemetryRecord::receivedAt));
      statement.setObject(at++, TelemetryRows.oldest(sorted).atOffset(ZoneOffset.UTC));
      for (var tally : tallies) {
        DeltaRow.bind(statement, at, connection, group, tally);
        at += DeltaRow.PARAMETERS;
      }
      statement.execute();
      return outcomes;
    } catch (PSQLException e) {
      throw meaning(e, driver.isClosed(), outcomes);
    }
  }

  private static SQLException meaning(
      PSQLException e, boolean closed, List<List<Outcome>> outcomes) {
    if (closed) {
      // not answered to its end, whatever came before
      return new CommitInDoubt(outcomes, e);
    }
    if (DeltaRow.isThere(e)) {
      return new AlreadyWritten(e);
    }
    return WrongGuess.isShownBy(e) || RollupDirt.isOfClosedHour(e) ? new WrongGuess(e) : e;
  }
}
