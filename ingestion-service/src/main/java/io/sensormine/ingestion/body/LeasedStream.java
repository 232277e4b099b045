package io.sensormine.ingestion.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that takes room for what is read as it comes, and gives it back once closed: so who
 * sends slowly, or says a length and sends nothing, holds no room that others could use.
 */
final class LeasedStream extends FilterInputStream {
  private final InFlight.Lease lease;
  private long left;

  /**
   * @param most how many bytes of it are in memory at a time
   */
  LeasedStream(InputStream in, InFlight.Lease lease, long most) {
    super(in);
    this.lease = lease;
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int count = super.read(to, offset, length);
    long more = Math.min(count, left);
    if (more > 0) {
      lease.grow(more);
      left -= more;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("read it, so that it is counted");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try (lease) {
      super.close();
    }
  }
}
