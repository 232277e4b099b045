package io.sensormine.ingestion.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Dirty cells of one day, as many as a transaction computes.
 *
 * @param ids the rows that say so
 * @param hours the cells, each once
 */
record DirtyCells(List<Long> ids, List<Span> hours) {
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String OLDEST =
      "SELECT bucket FROM telemetry.rollup_dirty WHERE bucket < ? ORDER BY bucket LIMIT 1";

  private static final String OF_A_DAY =
      """
      SELECT id, device_id, bucket,
        CASE WHEN fresh THEN (
          SELECT count(*) FROM telemetry.telemetry AS message
          WHERE message.device_id = picked.device_id
            AND time >= picked.bucket AND time < picked.bucket + INTERVAL '1 hour'
            AND time >= ? AND time < ?)
        ELSE 0 END AS messages
      FROM (
        SELECT id, device_id, bucket,
          lag(device_id) OVER cells IS DISTINCT FROM device_id
            OR lag(bucket) OVER cells IS DISTINCT FROM bucket AS fresh
        FROM (
          SELECT id, device_id, bucket FROM telemetry.rollup_dirty
          WHERE bucket >= ? AND bucket < ?
          ORDER BY bucket, device_id LIMIT ?) AS oldest
        WINDOW cells AS (ORDER BY bucket, device_id, id)) AS picked
      ORDER BY bucket, device_id, id
      """;

  private static final String REMOVE = "DELETE FROM telemetry.rollup_dirty WHERE id = ANY (?)";

  private static final String REMOVE_BEFORE =
      """
      DELETE FROM telemetry.rollup_dirty WHERE id = ANY (ARRAY(
        SELECT id FROM telemetry.rollup_dirty WHERE bucket < ? LIMIT ?))
      """;

  DirtyCells {
    ids = List.copyOf(ids);
    hours = List.copyOf(hours);
  }

  /**
   * Those of the oldest day that has any.
   *
   * @param before they begin before it
   * @param maxMessages after how many messages there are enough
   */
  static Optional<DirtyCells> oldest(
      Instant before, int maxMessages, int maxRows, Connection connection) throws SQLException {
    Instant oldest;
    try (var statement = connection.prepareStatement(OLDEST)) {
      statement.setObject(1, Times.of(before));
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        oldest = row.getObject(1, OffsetDateTime.class).toInstant();
      }
    }
    try (var statement = connection.prepareStatement(OF_A_DAY)) {
      var dayEnd = Times.nextDay(oldest);
      statement.setObject(1, Times.of(oldest));
      statement.setObject(2, Times.of(dayEnd));
      statement.setObject(3, Times.of(oldest));
      statement.setObject(4, Times.of(Times.earlier(dayEnd, before)));
      statement.setInt(5, maxRows);
      var ids = new ArrayList<Long>();
      var hours = new ArrayList<Span>();
      var messages = 0L;
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var begins = rows.getObject(3, OffsetDateTime.class).toInstant();
          var hour = new Span(rows.getObject(2, UUID.class), begins, begins.plus(HOUR));
          if (hours.isEmpty() || !hours.getLast().equals(hour)) {
            if (!hours.isEmpty() && messages >= maxMessages) {
              break;
            }
            messages += rows.getLong(4);
            hours.add(hour);
          }
          ids.add(rows.getLong(1));
        }
      }
      return Optional.of(new DirtyCells(ids, hours));
    }
  }

  /** Takes the rows away: their cells are rolled up anew. */
  void remove(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(REMOVE)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      statement.executeUpdate();
    }
  }

  /** Takes rows of hours before an instant away, and says how many. */
  static int removeBefore(Instant instant, int maxRows, Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(REMOVE_BEFORE)) {
      statement.setObject(1, Times.of(instant));
      statement.setInt(2, maxRows);
      return statement.executeUpdate();
    }
  }
}
