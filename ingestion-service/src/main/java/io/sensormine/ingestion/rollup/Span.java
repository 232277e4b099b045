package io.sensormine.ingestion.rollup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A stretch of a device's time, of whole buckets.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Span(UUID deviceId, Instant from, Instant to) {
  /** Binds some to three parameters: devices, beginnings, ends. */
  static void bind(PreparedStatement statement, int first, List<Span> spans) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(
        first, connection.createArrayOf("uuid", spans.stream().map(Span::deviceId).toArray()));
    statement.setArray(
        first + 1,
        connection.createArrayOf(
            "timestamptz", spans.stream().map(span -> span.from().toString()).toArray()));
    statement.setArray(
        first + 2,
        connection.createArrayOf(
            "timestamptz", spans.stream().map(span -> span.to().toString()).toArray()));
  }

  /** Where the first of them begins. */
  static Instant start(List<Span> spans) {
    return spans.stream().map(Span::from).min(Instant::compareTo).orElseThrow();
  }

  /** Where the last of them ends. */
  static Instant end(List<Span> spans) {
    return spans.stream().map(Span::to).max(Instant::compareTo).orElseThrow();
  }
}
