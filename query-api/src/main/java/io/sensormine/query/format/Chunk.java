package io.sensormine.query.format;

import java.io.ByteArrayOutputStream;

/** Bytes that are written at one end and read at the other, all before more are written. */
final class Chunk extends ByteArrayOutputStream {
  private int at;

  Chunk(int size) {
    super(size);
  }

  synchronized int left() {
    return count - at;
  }

  /** Reads up to so many bytes; how many it were. */
  synchronized int read(byte[] target, int offset, int length) {
    int read = Math.min(length, count - at);
    System.arraycopy(buf, at, target, offset, read);
    at += read;
    if (at == count) {
      reset();
      at = 0;
    }
    return read;
  }
}
