package io.sensormine.query.raw;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Some messages in their order, in few arrays instead of objects of their own. Not thread-safe. */
final class Batch {
  private long[] micros;
  private @Nullable String[] versions;
  private byte[] json;
  private int rows;
  private int bytes;

  /**
   * Without a message.
   *
   * @param rows how many it has room for; it grows
   * @param bytes the same of their fields
   */
  Batch(int rows, int bytes) {
    this.micros = new long[rows];
    this.versions = new String[rows];
    this.json = new byte[bytes];
  }

  /**
   * Adds a message.
   *
   * @param time in microseconds since 1970
   * @param version the id of the version that admitted it; null for none
   * @param fields a JSON object in UTF-8
   */
  void add(long time, @Nullable String version, byte[] fields) {
    if (rows == micros.length) {
      int room = Math.max(1, 2 * rows);
      micros = Arrays.copyOf(micros, room);
      versions = Arrays.copyOf(versions, room);
    }
    if (fields.length > json.length - bytes) {
      json = Arrays.copyOf(json, Math.max(2 * json.length, bytes + fields.length));
    }
    micros[rows] = time;
    versions[rows] = version;
    System.arraycopy(fields, 0, json, bytes, fields.length);
    bytes += fields.length;
    rows++;
  }

  int rows() {
    return rows;
  }

  /** How long the messages' fields are together. */
  int bytes() {
    return bytes;
  }

  long micros(int row) {
    return micros[row];
  }

  @Nullable String version(int row) {
    return versions[row];
  }

  /** The messages' fields, one object after the other; {@link #bytes} of it count. */
  byte[] json() {
    return json;
  }
}
