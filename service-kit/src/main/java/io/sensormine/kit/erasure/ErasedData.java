package io.sensormine.kit.erasure;

import io.sensormine.contracts.identity.PendingErasure;
import java.time.Duration;

/**
 * What a service keeps of devices and tenants. A service that has such a bean takes part in
 * erasures.
 */
public interface ErasedData {
  /**
   * How long after its request the service lets a device's data be, because some may still arrive.
   */
  default Duration deviceSettle() {
    return Duration.ZERO;
  }

  /**
   * Erases until nothing is left of the subject. It may be called again, by any replica, after it
   * was broken off anywhere.
   *
   * @return whether nothing is left; false where it was broken off, to be called again
   */
  boolean erase(PendingErasure erasure, ErasureChunks chunks);
}
