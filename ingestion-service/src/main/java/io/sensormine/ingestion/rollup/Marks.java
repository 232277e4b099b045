package io.sensormine.ingestion.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How far the rollups are, as {@code rollup_marks} says; each exclusive. */
record Marks(Instant closedUntil, Instant rolledUntil, Instant rawFrom, Instant hoursFrom) {
  private static final String READ =
      "SELECT closed_until, rolled_until, raw_from, hours_from FROM telemetry.rollup_marks";

  private static final String ROLLED =
      "UPDATE telemetry.rollup_marks SET rolled_until = ? WHERE rolled_until = ?";

  static Marks read(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(READ);
        var row = statement.executeQuery()) {
      row.next();
      return new Marks(
          row.getObject(1, OffsetDateTime.class).toInstant(),
          row.getObject(2, OffsetDateTime.class).toInstant(),
          row.getObject(3, OffsetDateTime.class).toInstant(),
          row.getObject(4, OffsetDateTime.class).toInstant());
    }
  }

  /** Notes that hours are rolled up that were not before. */
  void rolled(Connection connection, Instant until) throws SQLException {
    try (var statement = connection.prepareStatement(ROLLED)) {
      statement.setObject(1, Times.of(until));
      statement.setObject(2, Times.of(rolledUntil));
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException("Somebody else has rolled up from " + rolledUntil);
      }
    }
  }

  /** From when on hours can be computed anew: before it their messages may be gone. */
  Instant computableFrom() {
    return rawFrom.isAfter(hoursFrom) ? rawFrom : hoursFrom;
  }
}
