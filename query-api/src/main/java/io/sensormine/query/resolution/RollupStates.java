package io.sensormine.query.resolution;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Reads how far the rollups can be relied on. */
@Singleton
public final class RollupStates {
  /** The mark, once for each dirty hour. What is before raw_from stays as it is, dirty or not. */
  private static final String STATE =
      """
      SELECT mark.rolled_until, mark.raw_from, dirty.device_id, dirty.bucket
      FROM query.rollup_marks AS mark
      LEFT JOIN LATERAL (
        SELECT DISTINCT device_id, bucket
        FROM query.rollup_dirty
        WHERE bucket >= ? AND bucket < ? AND bucket >= mark.raw_from AND device_id = ANY (?)
        LIMIT ?) AS dirty ON true
      """;

  private static final String BLURRED =
      """
      SELECT min(bucket), max(bucket) + INTERVAL '1 hour'
      FROM query.rollup_dirty
      WHERE bucket >= ? AND bucket < ?
        AND bucket >= (SELECT raw_from FROM query.rollup_marks)
      """;

  private final ResolutionSettings settings;

  RollupStates(ResolutionSettings settings) {
    this.settings = settings;
  }

  /**
   * The state of a range, for some devices.
   *
   * @param connection in a transaction whose statements see one snapshot, in which cells and
   *     messages are read, too
   */
  public RollupState read(Connection connection, UUID[] devices, Span range) throws SQLException {
    try (var statement = connection.prepareStatement(STATE)) {
      bind(statement, range);
      statement.setArray(3, connection.createArrayOf("uuid", devices));
      statement.setInt(4, settings.maxDirtyHours() + 1);
      try (var rows = statement.executeQuery()) {
        rows.next();
        var rolledUntil = instant(rows, 1);
        var rawFrom = instant(rows, 2);
        var dirty = dirty(rows);
        return dirty.values().stream().mapToInt(NavigableSet::size).sum() > settings.maxDirtyHours()
            ? new RollupState(rolledUntil, rawFrom, Map.of(), blurred(connection, range))
            : new RollupState(rolledUntil, rawFrom, dirty, Optional.empty());
      }
    }
  }

  /** How many hours of devices are told apart. */
  public int maxHoursApart() {
    return settings.maxDirtyHours();
  }

  /**
   * The same where further hours of devices are read from messages; where they are too many to be
   * told apart, as much as messages can tell.
   *
   * @param hours none before {@link RollupState#rawFrom()}
   */
  public RollupState without(
      RollupState state, Map<UUID, NavigableSet<Instant>> hours, Span range) {
    var less = state.alsoDirty(hours);
    var count = less.dirty().values().stream().mapToInt(NavigableSet::size).sum();
    return count <= settings.maxDirtyHours() ? less : state.preferringMessages(range);
  }

  /** From the row at hand to the last; one without a device says that no hour is dirty. */
  private static Map<UUID, NavigableSet<Instant>> dirty(ResultSet rows) throws SQLException {
    var dirty = new HashMap<UUID, NavigableSet<Instant>>();
    do {
      var device = rows.getObject(3, UUID.class);
      if (device != null) {
        dirty.computeIfAbsent(device, any -> new TreeSet<>()).add(instant(rows, 4));
      }
    } while (rows.next());
    return dirty;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Optional<Span> blurred(Connection connection, Span range) throws SQLException {
    try (var statement = connection.prepareStatement(BLURRED)) {
      bind(statement, range);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return Optional.of(new Span(instant(rows, 1), instant(rows, 2)));
      }
    }
  }

  /** Whole hours: cells are read only of days and hours that lie in the range. */
  private static void bind(PreparedStatement statement, Span range) throws SQLException {
    statement.setObject(1, range.start().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC));
    statement.setObject(2, range.end().atOffset(ZoneOffset.UTC));
  }
}
