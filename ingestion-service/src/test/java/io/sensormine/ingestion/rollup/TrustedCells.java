package io.sensormine.ingestion.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.rollup.Recomputed.Figures;
import io.sensormine.local.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The cells that a query may trust: those that are rolled up and not dirty. */
final class TrustedCells {
  private TrustedCells() {}

  /**
   * Holds them, hours and days, against the messages of the same snapshot.
   *
   * @return how many cells that were
   */
  static int check(TestDatabase database) throws SQLException {
    try (var snapshot = database.adminConnection()) {
      snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      snapshot.setAutoCommit(false);
      var until = Marks.read(snapshot).rolledUntil();
      var dirty = dirty(snapshot);
      var hours = assertSame(snapshot, ChronoUnit.HOURS, "metrics_1h", until, dirty);
      var days = assertSame(snapshot, ChronoUnit.DAYS, "metrics_1d", until, dirty);
      snapshot.rollback();
      return hours + days;
    }
  }

  private static Set<Span> dirty(Connection snapshot) throws SQLException {
    try (var statement = snapshot.createStatement();
        var rows = statement.executeQuery("SELECT device_id, bucket FROM telemetry.rollup_dirty")) {
      var dirty = new HashSet<Span>();
      while (rows.next()) {
        var from = rows.getObject(2, OffsetDateTime.class).toInstant();
        dirty.add(new Span(rows.getObject(1, UUID.class), from, from.plus(1, ChronoUnit.HOURS)));
      }
      return dirty;
    }
  }

  private static int assertSame(
      Connection snapshot, ChronoUnit unit, String table, Instant until, Set<Span> dirty)
      throws SQLException {
    var expected = trusted(Recomputed.from(snapshot, unit), unit, until, dirty);
    var stored = trusted(Recomputed.stored(snapshot, table), unit, until, dirty);
    assertThat(stored.keySet()).as(table).isEqualTo(expected.keySet());
    expected.forEach((key, figures) -> {
      // the increase counts on cells before it as well
      var withIncrease =
          dirty.stream()
              .noneMatch(span ->
                  span.deviceId().equals(key.deviceId()) && span.from().isBefore(key.bucket()));
      assertThat(stored.get(key))
          .as("%s %s", table, key)
          .matches(cell -> cell.isNear(figures, withIncrease), "is near " + figures);
    });
    return expected.size();
  }

  private static Map<CellKey, Figures> trusted(
      Map<CellKey, Figures> cells, ChronoUnit unit, Instant until, Set<Span> dirty) {
    cells
        .keySet()
        .removeIf(key -> {
          var end = key.bucket().plus(1, unit);
          return end.isAfter(until)
              || dirty.stream()
                  .anyMatch(span ->
                      span.deviceId().equals(key.deviceId())
                          && span.from().isBefore(end)
                          && span.to().isAfter(key.bucket()));
        });
    return cells;
  }
}
