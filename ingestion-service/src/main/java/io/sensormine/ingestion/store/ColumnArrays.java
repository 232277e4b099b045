package io.sensormine.ingestion.store;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Columns of rows as arrays for {@code unnest}, in PostgreSQL's binary form: the driver would write
 * UUIDs, times and jsonb as text, which costs both sides more than the rest of the statement.
 *
 * @see <a href="https://www.postgresql.org/docs/17/protocol-overview.html#PROTOCOL-FORMAT-CODES">
 *     Formats</a>
 */
final class ColumnArrays<T> {
  private static final long EPOCH_2000 = 946_684_800L;
  private static final int JSONB = 3802;
  private static final byte JSONB_VERSION = 1;
  private static final int UUID_BYTES = 16;
  private static final int TIME_BYTES = 8;

  private final BaseConnection connection;
  private final List<T> rows;

  ColumnArrays(Connection connection, List<T> rows) throws SQLException {
    this.connection = connection.unwrap(BaseConnection.class);
    this.rows = rows;
  }

  Array uuids(Function<T, @Nullable UUID> column) throws SQLException {
    return array(
        Oid.UUID,
        Oid.UUID_ARRAY,
        UUID_BYTES,
        column,
        (id, out) -> {
          out.putInt(UUID_BYTES);
          out.putLong(id.getMostSignificantBits());
          out.putLong(id.getLeastSignificantBits());
        });
  }

  Array times(Function<T, @Nullable Instant> column) throws SQLException {
    return array(
        Oid.TIMESTAMPTZ,
        Oid.TIMESTAMPTZ_ARRAY,
        TIME_BYTES,
        column,
        (time, out) -> {
          out.putInt(TIME_BYTES);
          out.putLong(
              Math.addExact(
                  Math.multiplyExact(time.getEpochSecond() - EPOCH_2000, 1_000_000L),
                  time.getNano() / 1_000));
        });
  }

  /** Documents in UTF-8. */
  Array jsonb(Function<T, byte @Nullable []> column) throws SQLException {
    return array(
        JSONB,
        Oid.JSONB_ARRAY,
        256,
        column,
        (json, out) -> {
          out.putInt(json.length + 1);
          out.putByte(JSONB_VERSION);
          out.put(json);
        });
  }

  Array bytes(Function<T, byte @Nullable []> column) throws SQLException {
    return array(
        Oid.BYTEA,
        Oid.BYTEA_ARRAY,
        256,
        column,
        (bytes, out) -> {
          out.putInt(bytes.length);
          out.put(bytes);
        });
  }

  Array texts(Function<T, @Nullable String> column) throws SQLException {
    return array(
        Oid.TEXT,
        Oid.TEXT_ARRAY,
        16,
        column,
        (text, out) -> {
          var bytes = text.getBytes(StandardCharsets.UTF_8);
          out.putInt(bytes.length);
          out.put(bytes);
        });
  }

  Array integers(ToIntFunction<T> column) throws SQLException {
    return array(
        Oid.INT4,
        Oid.INT4_ARRAY,
        Integer.BYTES,
        column::applyAsInt,
        (number, out) -> {
          out.putInt(Integer.BYTES);
          out.putInt(number);
        });
  }

  /** The same; null where all are 0. */
  @Nullable Array integersOrNone(ToIntFunction<T> column) throws SQLException {
    return rows.stream().allMatch(row -> column.applyAsInt(row) == 0) ? null : integers(column);
  }

  private interface Element<V> {
    void write(V value, BinaryArray out);
  }

  private <V> Array array(
      int type, int arrayType, int usualBytes, Function<T, @Nullable V> column, Element<V> element)
      throws SQLException {
    var out = new BinaryArray(type, rows.size(), usualBytes);
    for (var row : rows) {
      var value = column.apply(row);
      if (value == null) {
        out.putInt(-1);
      } else {
        element.write(value, out);
      }
    }
    return new PgArray(connection, arrayType, out.written());
  }
}
