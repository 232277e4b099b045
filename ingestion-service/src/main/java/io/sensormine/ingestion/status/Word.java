package io.sensormine.ingestion.status;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * device-api's word on a device.
 *
 * @param offlineAfter its type's; null for never
 */
record Word(UUID deviceId, KnownAs knownAs, @Nullable Duration offlineAfter) {
  /** What device-api knows a device as. */
  enum KnownAs {
    LIVE,
    RETIRED,
    /** Not of the tenant: it was erased. */
    GONE
  }
}
