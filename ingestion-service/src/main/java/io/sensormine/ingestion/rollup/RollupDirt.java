package io.sensormine.ingestion.rollup;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * What whoever writes telemetry owes to the rollups: the hours that it changes after they were
 * closed. It asks for the mark and notes the hours in the transaction that changes the messages, at
 * any point of it and in whatever order; then the roller either sees the messages or is told of
 * them. Writers that note do not wait for one another, nor for the roller but while that moves the
 * mark. Thread-safe.
 */
@Singleton
public final class RollupDirt {
  /**
   * An expression for a statement of the writer's own, which saves a round trip; its value is what
   * {@link #note(Connection, Instant, Collection)} takes. As a scalar sub-select it is asked for
   * once, even in {@code RETURNING}.
   */
  public static final String CLOSED_UNTIL = "(SELECT telemetry.rollup_closed_until())";

  /**
   * A statement for one that writes without asking for the mark: it fails where the hour of the
   * oldest message, its only parameter, is closed; nothing is to be noted where it does not.
   */
  public static final String REQUIRE_OPEN = "SELECT telemetry.require_open_hours(?)";

  /** What {@link #REQUIRE_OPEN} fails with, as the function raises it. */
  private static final String CLOSED = "SM001";

  private static final String ASK = "SELECT telemetry.rollup_closed_until()";

  private static final String NOTE =
      """
      INSERT INTO telemetry.rollup_dirty (tenant_id, device_id, bucket)
      SELECT tenant_id, device_id, bucket
      FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[]) AS late (tenant_id, device_id, bucket)
      """;

  public RollupDirt() {}

  /**
   * Notes those cells whose hour is closed.
   *
   * @param transaction that changes them, READ COMMITTED and not committed yet
   * @param changed cells of rows that were inserted or changed; a repeat changes nothing
   */
  public void note(Connection transaction, Collection<Cell> changed) throws SQLException {
    if (!changed.isEmpty()) {
      note(transaction, closedUntil(transaction), changed);
    }
  }

  /** The same with the value of {@link #CLOSED_UNTIL}, asked for in this transaction. */
  public void note(Connection transaction, Instant closedUntil, Collection<Cell> changed)
      throws SQLException {
    var late =
        changed.stream().filter(cell -> cell.bucket().isBefore(closedUntil)).distinct().toList();
    if (late.isEmpty()) {
      return;
    }
    try (var note = transaction.prepareStatement(NOTE)) {
      note.setArray(1, transaction.createArrayOf("uuid", column(late, Cell::tenantId)));
      note.setArray(2, transaction.createArrayOf("uuid", column(late, Cell::deviceId)));
      note.setArray(
          3,
          transaction.createArrayOf("timestamptz", column(late, cell -> cell.bucket().toString())));
      note.executeUpdate();
    }
  }

  /** The value of {@link #CLOSED_UNTIL}, where there is no statement to put it into. */
  public Instant closedUntil(Connection transaction) throws SQLException {
    try (var ask = transaction.prepareStatement(ASK);
        var row = ask.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  /** Whether that is why {@link #REQUIRE_OPEN} failed. */
  public static boolean isOfClosedHour(SQLException e) {
    return CLOSED.equals(e.getSQLState());
  }

  private static Object[] column(List<Cell> cells, Function<Cell, Object> column) {
    return cells.stream().map(column).toArray();
  }
}
