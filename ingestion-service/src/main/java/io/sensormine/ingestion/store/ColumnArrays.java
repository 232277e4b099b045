package io.sensormine.ingestion.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 *     Formats</a>; an array's is in array_send of PostgreSQL's arrayfuncs.c
 */
final class ColumnArrays<T> {
  private static final long EPOCH_2000 = 946_684_800L;
  private static final int JSONB = 3802;
  private static final int JSONB_VERSION = 1;
  private static final int UUID_BYTES = 16;
  private static final int TIME_BYTES = 8;
  private static final int HEAD_BYTES = 20;

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
          out.writeInt(UUID_BYTES);
          out.writeLong(id.getMostSignificantBits());
          out.writeLong(id.getLeastSignificantBits());
        });
  }

  Array times(Function<T, @Nullable Instant> column) throws SQLException {
    return array(
        Oid.TIMESTAMPTZ,
        Oid.TIMESTAMPTZ_ARRAY,
        TIME_BYTES,
        column,
        (time, out) -> {
          out.writeInt(TIME_BYTES);
          out.writeLong(
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
          out.writeInt(json.length + 1);
          out.writeByte(JSONB_VERSION);
          out.write(json);
        });
  }

  Array bytes(Function<T, byte @Nullable []> column) throws SQLException {
    return array(
        Oid.BYTEA,
        Oid.BYTEA_ARRAY,
        256,
        column,
        (bytes, out) -> {
          out.writeInt(bytes.length);
          out.write(bytes);
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
          out.writeInt(bytes.length);
          out.write(bytes);
        });
  }

  Array integers(ToIntFunction<T> column) throws SQLException {
    return array(
        Oid.INT4,
        Oid.INT4_ARRAY,
        Integer.BYTES,
        column::applyAsInt,
        (number, out) -> {
          out.writeInt(Integer.BYTES);
          out.writeInt(number);
        });
  }

  /** The same; null where all are 0. */
  @Nullable Array integersOrNone(ToIntFunction<T> column) throws SQLException {
    return rows.stream().allMatch(row -> column.applyAsInt(row) == 0) ? null : integers(column);
  }

  private interface Element<V> {
    void write(V value, DataOutputStream out) throws IOException;
  }

  private <V> Array array(
      int type, int arrayType, int usualBytes, Function<T, @Nullable V> column, Element<V> element)
      throws SQLException {
    var bytes = new ByteArrayOutputStream(HEAD_BYTES + rows.size() * (Integer.BYTES + usualBytes));
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(1); // dimensions
      out.writeInt(1); // nulls may follow
      out.writeInt(type);
      out.writeInt(rows.size());
      out.writeInt(1); // the first index
      for (var row : rows) {
        var value = column.apply(row);
        if (value == null) {
          out.writeInt(-1);
        } else {
          element.write(value, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PgArray(connection, arrayType, bytes.toByteArray());
  }
}
