package io.sensormine.ingestion.deadletter;

import io.sensormine.ingestion.store.TenantPredicate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A statement that reads dead letters of the tenant at hand, and of no other. */
final class LetterQuery {
  private static final String FROM =
      """

      FROM telemetry.rejected_messages letter
      WHERE %s\
      """
          .formatted(TenantPredicate.atHand("letter"));

  private final StringBuilder sql;
  private final List<Object> values = new ArrayList<>();

  /**
   * Begins one.
   *
   * @param columns what it reads
   */
  LetterQuery(String columns) {
    this.sql = new StringBuilder("SELECT ").append(columns).append(FROM);
  }

  /** Only what a filter lets through. */
  LetterQuery where(LetterFilter filter) {
    if (filter.ids() != null) {
      and("letter.id = ANY (?)", (Object) filter.ids().toArray(UUID[]::new));
    }
    if (filter.deviceId() != null) {
      and("letter.device_id = ?", filter.deviceId());
    }
    if (filter.code() != null) {
      and("letter.code = ?", filter.code());
    }
    if (filter.from() != null) {
      and("letter.received_at >= ?", filter.from());
    }
    if (filter.to() != null) {
      and("letter.received_at < ?", filter.to());
    }
    if (filter.protocol() != null) {
      and("letter.protocol = ?", filter.protocol().name());
    }
    if (filter.replayed() != null) {
      sql.append("\n  AND letter.replayed_at IS ").append(filter.replayed() ? "NOT NULL" : "NULL");
    }
    return this;
  }

  /** Only what came before, or else after, a letter, that one left out. */
  LetterQuery beyond(Position position, boolean before) {
    // the first says nothing new, but it spares whole chunks
    and("letter.received_at %s ?".formatted(before ? "<=" : ">="), position.receivedAt());
    and(
        "(letter.received_at, letter.id) %s (?, ?)".formatted(before ? "<" : ">"),
        position.receivedAt(),
        position.id());
    return this;
  }

  /** How it goes on. */
  LetterQuery then(String clause) {
    sql.append('\n').append(clause);
    return this;
  }

  private void and(String condition, Object... bound) {
    sql.append("\n  AND ").append(condition);
    values.addAll(List.of(bound));
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    var statement = connection.prepareStatement(sql.toString());
    try {
      for (int at = 0; at < values.size(); at++) {
        switch (values.get(at)) {
          case Instant time -> statement.setObject(at + 1, time.atOffset(ZoneOffset.UTC));
          case UUID[] ids -> statement.setArray(at + 1, connection.createArrayOf("uuid", ids));
          case Object value -> statement.setObject(at + 1, value);
        }
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** Has its plan told rather than its rows. */
  LetterQuery explaining() {
    sql.insert(0, "EXPLAIN ");
    return this;
  }

  /** Where a letter stands in the order of time. */
  record Position(Instant receivedAt, UUID id) {}
}
