package io.sensormine.standalone.simulate;

/** Sends parcels one way. Thread-safe; blocks until the answer. */
interface Sender extends AutoCloseable {
  Reply send(Parcel parcel) throws InterruptedException;

  @Override
  default void close() {}
}
