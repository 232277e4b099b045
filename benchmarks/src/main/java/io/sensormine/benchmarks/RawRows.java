package io.sensormine.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * A batch as PostgreSQL's binary arrays, as ingestion-service sends them, made before the clock
 * starts.
 */
final class RawRows {
  private static final long MICROS_TO_2000 = 946_684_800_000_000L;
  private static final int JSONB = 3802;

  private final byte[] devices;
  private final byte[] times;
  private final byte[] fields;

  private RawRows(byte[] devices, byte[] times, byte[] fields) {
    this.devices = devices;
    this.times = times;
    this.fields = fields;
  }

  private interface Element {
    byte[] of(StandardWork.Message message);
  }

  static RawRows of(List<StandardWork.Message> batch, List<UUID> devices) {
    return new RawRows(
        array(Oid.UUID, batch, message -> uuid(devices.get(message.device()))),
        array(Oid.TIMESTAMPTZ, batch, message -> time(message.time())),
        array(JSONB, batch, message -> jsonb(message.fields())));
  }

  Array devices(Connection connection) throws SQLException {
    return array(connection, Oid.UUID_ARRAY, devices);
  }

  Array times(Connection connection) throws SQLException {
    return array(connection, Oid.TIMESTAMPTZ_ARRAY, times);
  }

  Array fields(Connection connection) throws SQLException {
    return array(connection, Oid.JSONB_ARRAY, fields);
  }

  private static Array array(Connection connection, int type, byte[] bytes) throws SQLException {
    return new PgArray(connection.unwrap(BaseConnection.class), type, bytes);
  }

  private static byte[] array(int type, List<StandardWork.Message> batch, Element element) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(1); // dimensions
      out.writeInt(0); // no nulls
      out.writeInt(type);
      out.writeInt(batch.size());
      out.writeInt(1); // the first index
      for (var message : batch) {
        var value = element.of(message);
        out.writeInt(value.length);
        out.write(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] uuid(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte[] time(Instant time) {
    long micros = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    return ByteBuffer.allocate(8).putLong(micros - MICROS_TO_2000).array();
  }

  private static byte[] jsonb(String json) {
    var text = json.getBytes(StandardCharsets.UTF_8);
    // the first byte is the format's version
    return ByteBuffer.allocate(text.length + 1).put((byte) 1).put(text).array();
  }
}
