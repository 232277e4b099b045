package io.sensormine.identity.key;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signing key as the database has it.
 *
 * @param privateJwkSealed by {@link KeySeal}
 * @param signsFrom published since it was made, it signs from then on, until a younger one does
 */
@MappedEntity("signing_keys")
record StoredKey(
    @Id UUID id,
    String publicJwk,
    String privateJwkSealed,
    Instant createdAt,
    Instant signsFrom,
    @Nullable Instant retiredAt) {
  /** Whether its time to sign has come. */
  boolean signsAt(Instant time) {
    return !signsFrom.isAfter(time);
  }

  @Override
  public String toString() {
    return "StoredKey[" + id + "]";
  }
}
