package io.sensormine.ingestion.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream that are not blank, one at a time; or the rows of CSV, in whose quoted
 * cells a line may break.
 */
final class Lines {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final int maxBytes;
  private final boolean quoting;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private int at;
  private int end;
  private int index = -1;
  private boolean quoted;
  private boolean mayOpen;

  /**
   * A line.
   *
   * @param index its place in the stream, from 0, blank ones counted
   * @param head its bytes; of one that is too long, the first
   * @param length how many it has, at most 2³¹ − 1
   * @param open whether the stream ends within a quoted cell of it
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Line(int index, byte[] head, int length, boolean open) {
    boolean isTooLong() {
      return length > head.length;
    }
  }

  private Lines(InputStream in, int maxBytes, boolean quoting) {
    this.in = in;
    this.maxBytes = maxBytes;
    this.quoting = quoting;
  }

  /**
   * Reads lines.
   *
   * @param maxBytes how much of a line is kept
   */
  static Lines of(InputStream in, int maxBytes) {
    return new Lines(in, maxBytes, false);
  }

  /**
   * Reads rows of CSV. One that is longer than what is kept ends with its line: a quote that is not
   * closed must not take all that follows.
   *
   * @param maxBytes how much of a row is kept
   */
  static Lines ofCsv(InputStream in, int maxBytes) {
    return new Lines(in, maxBytes, true);
  }

  /**
   * The next line that is not blank; null after the last. One that is longer than what is kept is
   * taken for not blank, since what follows may be something. One that breaks off with its stream
   * is none: it may have been meant to go on.
   */
  @Nullable Line next() throws IOException {
    while (at < end || fill()) {
      var line = read();
      if (line.isTooLong() || !isBlank(line.head())) {
        return line;
      }
    }
    return null;
  }

  private Line read() throws IOException {
    head.reset();
    index++;
    quoted = false;
    mayOpen = true;
    long length = 0;
    while (at < end || fill()) {
      quoted &= length <= maxBytes;
      int stop = at;
      while (stop < end && !ends(buffer[stop])) {
        stop++;
      }
      length += stop - at;
      head.write(buffer, at, Math.min(stop - at, maxBytes - head.size()));
      at = stop;
      if (stop < end) {
        at++;
        break;
      }
    }
    return new Line(index, head.toByteArray(), (int) Math.min(length, Integer.MAX_VALUE), quoted);
  }

  private boolean ends(byte next) {
    if (!quoting) {
      return next == '\n';
    }
    if (next == '"') {
      // a second quote after one that closed stands for a quote, and opens again
      boolean closes = quoted;
      quoted = !quoted && mayOpen;
      mayOpen = closes;
      return false;
    }
    mayOpen = !quoted && next == ',';
    return next == '\n' && !quoted;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER));
    if (index < 0 && end >= 3 && Arrays.equals(buffer, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
      at = 3;
    }
    return end > 0;
  }

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static boolean isBlank(byte[] bytes) {
    for (byte each : bytes) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
