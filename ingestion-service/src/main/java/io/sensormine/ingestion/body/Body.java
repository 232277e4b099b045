package io.sensormine.ingestion.body;

/** A body that has been read as a whole; closed once its messages are stored. */
public final class Body implements AutoCloseable {
  private final byte[] bytes;
  private final InFlight.Lease lease;

  Body(byte[] bytes, InFlight.Lease lease) {
    this.bytes = bytes;
    this.lease = lease;
  }

  /** Its bytes, after gzip; shared, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    lease.close();
  }
}
