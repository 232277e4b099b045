package io.sensormine.ingestion.body;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that is refused (413) at the first byte over a limit. */
final class LimitedStream extends FilterInputStream {
  private final String tooLarge;
  private long left;

  LimitedStream(InputStream in, long maxBytes, String tooLarge) {
    super(in);
    this.left = maxBytes;
    this.tooLarge = tooLarge;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int count = super.read(to, offset, length);
    if (count > 0) {
      left -= count;
      if (left < 0) {
        throw ProblemException.of(ProblemType.TOO_LARGE, tooLarge);
      }
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("read it, so that it is counted");
  }

  /** Only reading tells whether there is more: a gzip file may have several members. */
  @Override
  public int available() {
    return 1;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
