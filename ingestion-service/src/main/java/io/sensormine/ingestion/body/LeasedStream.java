package io.sensormine.ingestion.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that gives back, once closed, the room that it has. */
final class LeasedStream extends FilterInputStream {
  private final InFlight.Lease lease;

  LeasedStream(InputStream in, InFlight.Lease lease) {
    super(in);
    this.lease = lease;
  }

  @Override
  public void close() throws IOException {
    try (lease) {
      super.close();
    }
  }
}
