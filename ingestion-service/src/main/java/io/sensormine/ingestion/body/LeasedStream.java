package io.sensormine.ingestion.body;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that takes room for what is read as it comes, and gives it back once closed: so who
 * sends slowly, or says a length and sends nothing, holds no room that others could use.
 */
final class LeasedStream extends CountedStream {
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
  void count(int more) {
    long grown = Math.min(more, left);
    if (grown > 0) {
      lease.grow(grown);
      left -= grown;
    }
  }

  @Override
  public void close() throws IOException {
    try (lease) {
      super.close();
    }
  }
}
