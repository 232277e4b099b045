package io.sensormine.kit.id;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Makes the ids of what a service creates. */
public final class Ids {
  private Ids() {}

  /** A UUIDv7 (RFC 9562): its order is, to the millisecond, the order of creation. Thread-safe. */
  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }
}
