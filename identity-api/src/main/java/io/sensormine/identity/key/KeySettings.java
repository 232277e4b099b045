package io.sensormine.identity.key;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/**
 * How the signing keys are kept.
 *
 * @param encryptionKey 32 bytes in base64, from {@code SENSORMINE_KEY_ENCRYPTION_KEY}
 */
@ConfigurationProperties("sensormine.identity.keys")
record KeySettings(@Nullable String encryptionKey) {
  @Override
  public String toString() {
    return "KeySettings[]";
  }
}
