package io.sensormine.query.resolution;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
  private static final String MARK = "SELECT rolled_until, raw_from FROM query.rollup_marks";

  /** What is before raw_from stays as it is, dirty or not. */
  private static final String DIRTY =
      """
      SELECT DISTINCT dirty.device_id, dirty.bucket
      FROM query.rollup_dirty AS dirty
      WHERE dirty.bucket >= ? AND dirty.bucket < ?
        AND dirty.bucket >= (SELECT raw_from FROM query.rollup_marks)
        AND dirty.device_id = ANY (?)
      LIMIT ?
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
    var dirty = dirty(connection, devices, range);
    var count = dirty.values().stream().mapToInt(NavigableSet::size).sum();
    var apart = count <= settings.maxDirtyHours();
    try (var statement = connection.prepareStatement(MARK);
        var rows = statement.executeQuery()) {
      rows.next();
      return new RollupState(
          rows.getObject(1, OffsetDateTime.class).toInstant(),
          rows.getObject(2, OffsetDateTime.class).toInstant(),
          apart ? dirty : Map.of(),
          apart ? Optional.empty() : blurred(connection, range));
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

  private Map<UUID, NavigableSet<Instant>> dirty(Connection connection, UUID[] devices, Span range)
      throws SQLException {
    try (var statement = connection.prepareStatement(DIRTY)) {
      bind(statement, range);
      statement.setArray(3, connection.createArrayOf("uuid", devices));
      statement.setInt(4, settings.maxDirtyHours() + 1);
      try (var rows = statement.executeQuery()) {
        var dirty = new HashMap<UUID, NavigableSet<Instant>>();
        while (rows.next()) {
          dirty
              .computeIfAbsent(rows.getObject(1, UUID.class), any -> new TreeSet<>())
              .add(rows.getObject(2, OffsetDateTime.class).toInstant());
        }
        return dirty;
      }
    }
  }

  private static Optional<Span> blurred(Connection connection, Span range) throws SQLException {
    try (var statement = connection.prepareStatement(BLURRED)) {
      bind(statement, range);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return Optional.of(
            new Span(
                rows.getObject(1, OffsetDateTime.class).toInstant(),
                rows.getObject(2, OffsetDateTime.class).toInstant()));
      }
    }
  }

  /** Whole hours: cells are read only of days and hours that lie in the range. */
  private static void bind(PreparedStatement statement, Span range) throws SQLException {
    statement.setObject(1, range.start().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC));
    statement.setObject(2, range.end().atOffset(ZoneOffset.UTC));
  }
}
