package io.sensormine.identity.key;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The seal that is in use and, while what it sealed is sealed anew, the one before.
 *
 * @param previous null where there is none
 */
record KeySeals(KeySeal current, @Nullable KeySeal previous) {
  private static final String CURRENT = "SENSORMINE_KEY_ENCRYPTION_KEY";

  /** Reads both as an operator gives them; refuses, saying what to do, what is no such key. */
  static KeySeals of(KeySettings settings) {
    var before = settings.previousEncryptionKey();
    return new KeySeals(
        KeySeal.of(CURRENT, settings.encryptionKey()),
        before == null || before.isBlank() ? null : KeySeal.of(CURRENT + "_PREVIOUS", before));
  }

  /** What either has sealed; empty where neither has. */
  Optional<String> open(StoredKey key) {
    return current.open(key.id(), key.privateJwkSealed()).or(() -> openByPrevious(key));
  }

  /** A new seal for what only the previous opens; empty where there is nothing to be done. */
  Optional<String> anew(StoredKey key) {
    return current.open(key.id(), key.privateJwkSealed()).isPresent()
        ? Optional.empty()
        : openByPrevious(key).map(text -> current.seal(key.id(), text));
  }

  private Optional<String> openByPrevious(StoredKey key) {
    return previous == null ? Optional.empty() : previous.open(key.id(), key.privateJwkSealed());
  }
}
