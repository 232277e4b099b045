package io.sensormine.ingestion.rollup;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Which row of a rollup it is. */
record CellKey(UUID deviceId, String field, UUID schemaVersionId, Instant bucket) {
  /** Reads them from the columns of the primary key, in its order. */
  static List<CellKey> read(ResultSet rows) throws SQLException {
    var keys = new ArrayList<CellKey>();
    while (rows.next()) {
      keys.add(
          new CellKey(
              rows.getObject(1, UUID.class),
              rows.getString(2),
              rows.getObject(3, UUID.class),
              rows.getObject(4, OffsetDateTime.class).toInstant()));
    }
    return keys;
  }

  /** Binds some to four parameters, in the order of the columns. */
  static void bind(PreparedStatement statement, int first, List<CellKey> keys) throws SQLException {
    statement.setArray(first, array(statement, "uuid", keys, CellKey::deviceId));
    statement.setArray(first + 1, array(statement, "text", keys, CellKey::field));
    statement.setArray(first + 2, array(statement, "uuid", keys, CellKey::schemaVersionId));
    statement.setArray(
        first + 3, array(statement, "timestamptz", keys, key -> key.bucket().toString()));
  }

  private static Array array(
      PreparedStatement statement, String type, List<CellKey> keys, Function<CellKey, Object> part)
      throws SQLException {
    Connection connection = statement.getConnection();
    return connection.createArrayOf(type, keys.stream().map(part).toArray());
  }
}
