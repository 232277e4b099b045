package io.sensormine.ingestion.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Values in PostgreSQL's binary form, each after its length: so they stand in arrays and in COPY
 * alike. It grows.
 *
 * @see <a href="https://www.postgresql.org/docs/17/protocol-overview.html#PROTOCOL-FORMAT-CODES">
 *     Formats</a>
 */
final class BinaryFields {
  /** The type jsonb, which the driver has no name for. */
  static final int JSONB = 3802;

  private static final long EPOCH_2000 = 946_684_800L;
  private static final byte JSONB_VERSION = 1;
  private static final int UUID_BYTES = 16;
  private static final int TIME_BYTES = 8;

  private ByteBuffer bytes;

  BinaryFields(int usualBytes) {
    bytes = ByteBuffer.allocate(usualBytes);
  }

  void none() {
    putInt(-1);
  }

  void uuid(UUID id) {
    putInt(UUID_BYTES);
    putLong(id.getMostSignificantBits());
    putLong(id.getLeastSignificantBits());
  }

  /** Kept to the microsecond. */
  void time(Instant time) {
    putInt(TIME_BYTES);
    putLong(
        Math.addExact(
            Math.multiplyExact(time.getEpochSecond() - EPOCH_2000, 1_000_000L),
            time.getNano() / 1_000));
  }

  void integer(int number) {
    putInt(Integer.BYTES);
    putInt(number);
  }

  void text(String text) {
    bytea(text.getBytes(StandardCharsets.UTF_8));
  }

  void bytea(byte[] value) {
    putInt(value.length);
    put(value);
  }

  /** A document in UTF-8. */
  void jsonb(byte[] json) {
    putInt(json.length + 1);
    reserve(Byte.BYTES);
    bytes.put(JSONB_VERSION);
    put(json);
  }

  /** No value, but what stands between them. */
  void putShort(int value) {
    reserve(Short.BYTES);
    bytes.putShort((short) value);
  }

  /** The same. */
  void putInt(int value) {
    reserve(Integer.BYTES);
    bytes.putInt(value);
  }

  /** The same. */
  void put(byte[] value) {
    reserve(value.length);
    bytes.put(value);
  }

  /** What has been put. */
  byte[] written() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private void putLong(long value) {
    reserve(Long.BYTES);
    bytes.putLong(value);
  }

  private void reserve(int more) {
    if (bytes.remaining() < more) {
      int capacity = Math.max(bytes.capacity() * 2, bytes.position() + more);
      bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
    }
  }
}
