package io.sensormine.identity.key;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signing key, as a platform admin sees it: nothing of the key itself.
 *
 * @param id the {@code kid} of the tokens that it signs
 * @param signsFrom until then it is only published
 * @param retiredAt from then on it verifies nothing; null while it does
 */
@Introspected
record SigningKeyView(UUID id, Instant createdAt, Instant signsFrom, @Nullable Instant retiredAt) {
  static SigningKeyView of(StoredKey key) {
    return new SigningKeyView(key.id(), key.createdAt(), key.signsFrom(), key.retiredAt());
  }
}
