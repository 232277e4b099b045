package io.sensormine.ingestion.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of which every byte is counted that is read. */
abstract class CountedStream extends FilterInputStream {
  CountedStream(InputStream in) {
    super(in);
  }

  /** So many more have been read; at least one. */
  abstract void count(int more);

  @Override
  public final int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public final int read(byte[] to, int offset, int length) throws IOException {
    int more = super.read(to, offset, length);
    if (more > 0) {
      count(more);
    }
    return more;
  }

  @Override
  public final long skip(long count) throws IOException {
    throw new IOException("read it, so that it is counted");
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
