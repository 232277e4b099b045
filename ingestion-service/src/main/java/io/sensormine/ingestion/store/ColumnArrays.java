package io.sensormine.ingestion.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Columns of rows as arrays for {@code unnest}, in PostgreSQL's binary form, as array_send of its
 * arrayfuncs.c writes it: the driver would write UUIDs, times and jsonb as text, which costs both
 * sides more than the rest of the statement.
 */
final class ColumnArrays<T> {
  private static final int HEAD_BYTES = 5 * Integer.BYTES;

  private final BaseConnection connection;
  private final List<T> rows;

  ColumnArrays(Connection connection, List<T> rows) throws SQLException {
    this.connection = connection.unwrap(BaseConnection.class);
    this.rows = rows;
  }

  Array uuids(Function<T, @Nullable UUID> column) throws SQLException {
    return array(Oid.UUID, Oid.UUID_ARRAY, 16, column, BinaryFields::uuid);
  }

  Array times(Function<T, @Nullable Instant> column) throws SQLException {
    return array(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY, 8, column, BinaryFields::time);
  }

  /** Documents in UTF-8. */
  Array jsonb(Function<T, byte @Nullable []> column) throws SQLException {
    return array(BinaryFields.JSONB, Oid.JSONB_ARRAY, 256, column, BinaryFields::jsonb);
  }

  Array bytes(Function<T, byte @Nullable []> column) throws SQLException {
    return array(Oid.BYTEA, Oid.BYTEA_ARRAY, 256, column, BinaryFields::bytea);
  }

  Array texts(Function<T, @Nullable String> column) throws SQLException {
    return array(Oid.TEXT, Oid.TEXT_ARRAY, 16, column, BinaryFields::text);
  }

  Array integers(ToIntFunction<T> column) throws SQLException {
    return array(
        Oid.INT4, Oid.INT4_ARRAY, Integer.BYTES, column::applyAsInt, BinaryFields::integer);
  }

  /** The same; null where all are 0. */
  @Nullable Array integersOrNone(ToIntFunction<T> column) throws SQLException {
    return rows.stream().allMatch(row -> column.applyAsInt(row) == 0) ? null : integers(column);
  }

  private <V> Array array(
      int type,
      int arrayType,
      int usualBytes,
      Function<T, @Nullable V> column,
      BiConsumer<BinaryFields, V> put)
      throws SQLException {
    var array = new BinaryFields(HEAD_BYTES + rows.size() * (Integer.BYTES + usualBytes));
    array.putInt(1); // dimensions
    array.putInt(1); // nulls may follow
    array.putInt(type);
    array.putInt(rows.size());
    array.putInt(1); // the first index
    for (var row : rows) {
      var value = column.apply(row);
      if (value == null) {
        array.none();
      } else {
        put.accept(array, value);
      }
    }
    return new PgArray(connection, arrayType, array.written());
  }
}
