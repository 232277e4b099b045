package io.sensormine.device.credential;

import java.time.Instant;
import java.util.UUID;

/** When a credential was used since that was last written: once, or from the first to the last. */
record CredentialUse(UUID id, Instant first, Instant last) {
  CredentialUse {
    if (first.isAfter(last)) {
      throw new IllegalArgumentException("first lies after last");
    }
  }

  /** Both together. */
  CredentialUse and(CredentialUse other) {
    return new CredentialUse(
        id,
        first.isBefore(other.first) ? first : other.first,
        last.isAfter(other.last) ? last : other.last);
  }
}
