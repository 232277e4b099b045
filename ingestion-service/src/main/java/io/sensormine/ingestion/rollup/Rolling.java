package io.sensormine.ingestion.rollup;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * What the roller does, step by step on a connection that is handed over; wherever it is broken
 * off, the next call goes on. Who calls sees to it that nobody else does so meanwhile, on any
 * machine.
 *
 * <p>First hours are closed: the mark moves once all transactions that saw it where it was have
 * ended, so all messages of those hours are there or will be noted as dirty. Then their cells are
 * computed, in several transactions, and the second mark follows in the last. A dirty cell is
 * computed after its row was read and the row removed with the cell's transaction: what is written
 * in between has a row of its own.
 */
@Singleton
public final class Rolling {
  private static final Duration DAY = Duration.ofHours(24);
  private static final long HOURS_OF_A_DAY = 24;

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String CLOSE = "SELECT telemetry.close_hours(?)";
  private static final String BEGIN = "SELECT telemetry.begin_rolling()";
  private static final String WAIT = "SELECT set_config('lock_timeout', ?, true)";

  /** A dirty hour of columns is unpacked, as is a late one that is written to. */
  private static final String UNPACK_WHAT_IT_TAKES =
      """
      SELECT set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', true)
      WHERE current_setting('timescaledb.license') = 'timescale'
      """;

  private static final String NEXT_CHUNK =
      """
      SELECT min(range_start) FROM timescaledb_information.chunks
      WHERE hypertable_schema = 'telemetry' AND hypertable_name = 'telemetry'
        AND range_end > ? AND range_start < ?
      """;

  /** What is done in a transaction. */
  @FunctionalInterface
  private interface Work<T> {
    T in(Connection transaction, HourlyCells.Arithmetic arithmetic) throws SQLException;
  }

  private final RollupSettings settings;

  public Rolling(RollupSettings settings) {
    this.settings = settings;
  }

  /**
   * Closes the hours that have ended long enough ago.
   *
   * @return false where writers kept it from that for longer than it waits; to be tried again
   */
  public boolean close(Connection connection, Instant now) throws SQLException {
    var until = now.minus(settings.settle()).truncatedTo(ChronoUnit.HOURS);
    if (!until.isAfter(Marks.read(connection).closedUntil())) {
      return true;
    }
    connection.setAutoCommit(false);
    try (var patience = connection.prepareStatement(WAIT);
        var close = connection.prepareStatement(CLOSE)) {
      patience.setString(1, settings.lockTimeout().toMillis() + "ms");
      patience.execute();
      close.setObject(1, Times.of(until));
      close.execute();
      connection.commit();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /**
   * Rolls up the next closed hours, at most those of a day.
   *
   * @param stopping whether to break off after the transaction at hand
   * @return whether there may be more
   */
  public boolean roll(Connection connection, BooleanSupplier stopping) throws SQLException {
    var marks = Marks.read(connection);
    if (!marks.rolledUntil().isBefore(marks.closedUntil())) {
      return false;
    }
    var from = nextMessages(connection, marks);
    if (from.isEmpty()) {
      marks.rolled(connection, marks.closedUntil());
      return false;
    }
    var dayEnd = Times.nextDay(from.get());
    var to = Times.earlier(dayEnd, marks.closedUntil());
    if (!rollHours(connection, from.get(), to, stopping)
        || (to.equals(dayEnd) && !rollDay(connection, dayEnd.minus(DAY), stopping))) {
      return false;
    }
    marks.rolled(connection, to);
    return true;
  }

  /** Where the first messages may be that are not rolled up; empty where there are none. */
  private static Optional<Instant> nextMessages(Connection connection, Marks marks)
      throws SQLException {
    try (var statement = connection.prepareStatement(NEXT_CHUNK)) {
      // the day at hand has to be merged at its end, though its last chunks have no messages
      statement.setObject(1, Times.of(Times.day(marks.rolledUntil())));
      statement.setObject(2, Times.of(marks.closedUntil()));
      try (var row = statement.executeQuery()) {
        row.next();
        return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant)
            .map(start -> Times.later(start, marks.rolledUntil()));
      }
    }
  }

  private boolean rollHours(
      Connection connection, Instant from, Instant to, BooleanSupplier stopping)
      throws SQLException {
    return allPages(
        from,
        to,
        settings.maxMessages(),
        connection,
        stopping,
        devices ->
            transaction(
                connection,
                (transaction, arithmetic) ->
                    HourlyCells.upsert(transaction, spans(devices, from, to), arithmetic)));
  }

  private boolean rollDay(Connection connection, Instant day, BooleanSupplier stopping)
      throws SQLException {
    var end = day.plus(DAY);
    return allPages(
        day,
        end,
        settings.maxMessages() * HOURS_OF_A_DAY,
        connection,
        stopping,
        devices ->
            transaction(
                connection,
                (transaction, arithmetic) -> {
                  DailyCells.merge(transaction, spans(devices, day, end));
                  return devices;
                }));
  }

  /** What is done with some devices. */
  @FunctionalInterface
  private interface PageWork {
    Object with(List<UUID> devices) throws SQLException;
  }

  /** False where it was broken off. */
  private boolean allPages(
      Instant from,
      Instant to,
      long maxMessages,
      Connection connection,
      BooleanSupplier stopping,
      PageWork work)
      throws SQLException {
    var after = DevicePage.START;
    while (!stopping.getAsBoolean()) {
      var page = DevicePage.after(after, from, to, maxMessages, settings.maxDevices(), connection);
      if (!page.active().isEmpty()) {
        work.with(page.active());
      }
      if (page.isLast()) {
        return true;
      }
      after = page.last();
    }
    return false;
  }

  private static List<Span> spans(List<UUID> devices, Instant from, Instant to) {
    return devices.stream().map(device -> new Span(device, from, to)).toList();
  }

  /** What became of dirty cells. */
  public record Cleaned(int rows, int left) {
    /** Whether there may be more. */
    public boolean isMore() {
      return rows > 0;
    }
  }

  /**
   * Computes some dirty cells anew, and the days that they are of. Those whose messages may have
   * been dropped by retention stay as they are.
   *
   * @return how many rows said so, and how many of them are of cells that were left as they are
   */
  public Cleaned clean(Connection connection) throws SQLException {
    return transaction(
        connection,
        (transaction, arithmetic) -> {
          var marks = Marks.read(transaction);
          var left =
              DirtyCells.removeBefore(
                  marks.computableFrom(), settings.maxDirtyCells(), transaction);
          if (left > 0) {
            return new Cleaned(left, left);
          }
          var dirty =
              DirtyCells.oldest(
                  marks.rolledUntil(),
                  settings.maxMessages(),
                  settings.maxDirtyCells(),
                  transaction);
          if (dirty.isEmpty()) {
            return new Cleaned(0, 0);
          }
          recompute(transaction, dirty.get().hours(), marks, arithmetic);
          dirty.get().remove(transaction);
          return new Cleaned(dirty.get().ids().size(), 0);
        });
  }

  private static void recompute(
      Connection transaction, List<Span> hours, Marks marks, HourlyCells.Arithmetic arithmetic)
      throws SQLException {
    var changed = new ArrayList<>(HourlyCells.upsert(transaction, hours, arithmetic));
    changed.addAll(HourlyCells.deleteEmpty(transaction, hours));
    if (changed.isEmpty()) {
      return;
    }
    changed.addAll(HourlyCells.relink(transaction, changed));
    var days = new LinkedHashSet<Span>();
    for (var cell : changed) {
      var day = Times.day(cell.bucket());
      var end = Times.nextDay(cell.bucket());
      if (!end.isAfter(marks.rolledUntil()) && !day.isBefore(marks.hoursFrom())) {
        days.add(new Span(cell.deviceId(), day, end));
      }
    }
    if (!days.isEmpty()) {
      DailyCells.merge(transaction, List.copyOf(days));
    }
  }

  /**
   * Works in a transaction that erasing and retention wait for, in doubles; where these do not
   * suffice, all over again and exactly.
   */
  private static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
    try {
      return transaction(connection, work, HourlyCells.Arithmetic.DOUBLE);
    } catch (SQLException e) {
      if (!HourlyCells.OUT_OF_RANGE.equals(e.getSQLState())) {
        throw e;
      }
      return transaction(connection, work, HourlyCells.Arithmetic.EXACT);
    }
  }

  private static <T> T transaction(
      Connection connection, Work<T> work, HourlyCells.Arithmetic arithmetic) throws SQLException {
    connection.setAutoCommit(false);
    try (var begin = connection.createStatement()) {
      begin.execute(BEGIN);
      begin.execute(UNPACK_WHAT_IT_TAKES);
      var result = work.in(connection, arithmetic);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      rollback(connection, e);
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
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
