package io.sensormine.ingestion.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An array of one dimension in PostgreSQL's binary form, as array_send of its arrayfuncs.c writes
 * it. It grows.
 */
final class BinaryArray {
  private static final int HEAD_BYTES = 5 * Integer.BYTES;

  private ByteBuffer bytes;

  /**
   * An array without elements.
   *
   * @param type of the elements, its OID
   * @param elements how many there will be
   * @param usualBytes of one, without its length
   */
  BinaryArray(int type, int elements, int usualBytes) {
    bytes = ByteBuffer.allocate(HEAD_BYTES + elements * (Integer.BYTES + usualBytes));
    bytes.putInt(1); // dimensions
    bytes.putInt(1); // nulls may follow
    bytes.putInt(type);
    bytes.putInt(elements);
    bytes.putInt(1); // the first index
  }

  void putByte(byte value) {
    reserve(Byte.BYTES);
    bytes.put(value);
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    bytes.putInt(value);
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    bytes.putLong(value);
  }

  void put(byte[] value) {
    reserve(value.length);
    bytes.put(value);
  }

  /** What has been put. */
  byte[] written() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private void reserve(int more) {
    if (bytes.remaining() < more) {
      int capacity = Math.max(bytes.capacity() * 2, bytes.position() + more);
      bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
    }
  }
}
