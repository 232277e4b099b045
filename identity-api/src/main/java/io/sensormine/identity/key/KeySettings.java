package io.sensormine.identity.key;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the signing keys are kept and follow one another.
 *
 * @param encryptionKey 32 bytes in base64, from {@code SENSORMINE_KEY_ENCRYPTION_KEY}
 * @param previousEncryptionKey the one before, from {@code SENSORMINE_KEY_ENCRYPTION_KEY_PREVIOUS},
 *     while what it sealed is sealed anew; null or empty where there is none
 * @param rotateAfter how long a key signs, 1 h to 400 d
 * @param publishAhead how long a key is published before it signs, 2 s to 1 d: longer than any
 *     verifier goes on by keys that it read before
 * @param checkInterval from one look at the keys in the database to the next, 100 ms to 1 min; at
 *     most half of {@code publishAhead}
 */
@ConfigurationProperties("sensormine.identity.keys")
record KeySettings(
    @Nullable String encryptionKey,
    @Nullable String previousEncryptionKey,
    @Bindable(defaultValue = "P30D") Duration rotateAfter,
    @Bindable(defaultValue = "PT15M") Duration publishAhead,
    @Bindable(defaultValue = "PT10S") Duration checkInterval) {
  private static final String PREFIX = "sensormine.identity.keys: ";

  KeySettings {
    if (!isBetween(Duration.ofHours(1), rotateAfter, Duration.ofDays(400))) {
      throw new IllegalArgumentException(PREFIX + "rotate-after is from 1h to 400d");
    }
    if (!isBetween(Duration.ofSeconds(2), publishAhead, Duration.ofDays(1))
        || publishAhead.compareTo(rotateAfter) >= 0) {
      throw new IllegalArgumentException(
          PREFIX + "publish-ahead is from 2s to 1d, and shorter than rotate-after");
    }
    if (!isBetween(Duration.ofMillis(100), checkInterval, Duration.ofMinutes(1))
        || checkInterval.multipliedBy(2).compareTo(publishAhead) > 0) {
      throw new IllegalArgumentException(
          PREFIX + "check-interval is from 100ms to 1min, and at most half of publish-ahead");
    }
  }

  private static boolean isBetween(Duration shortest, Duration given, Duration longest) {
    return given.compareTo(shortest) >= 0 && given.compareTo(longest) <= 0;
  }

  @Override
  public String toString() {
    return "KeySettings[]";
  }
}
