package io.sensormine.query.raw;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are read.
 *
 * @param fields null for all; else messages that have one of them, and of these only them
 * @param from inclusive
 * @param to exclusive
 */
record RawRange(
    UUID deviceId, @Nullable List<String> fields, Instant from, Instant to, boolean ascending) {
  RawRange {
    fields = fields == null ? null : List.copyOf(fields);
  }

  boolean wants(String field) {
    return fields == null || fields.contains(field);
  }

  /**
   * Sets what the statements of this package begin with: the device, the two bounds, and the fields
   * twice.
   *
   * @param first index of the first
   * @return the index of the first after them
   */
  int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
    int at = first;
    statement.setObject(at++, deviceId);
    statement.setObject(at++, from.atOffset(ZoneOffset.UTC));
    statement.setObject(at++, to.atOffset(ZoneOffset.UTC));
    var names = fields == null ? null : connection.createArrayOf("text", fields.toArray());
    statement.setArray(at++, names);
    statement.setArray(at++, names);
    return at;
  }
}
