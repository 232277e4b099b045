package io.sensormine.kit.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sensormine.kit.security.Secrets;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Credentials that were good a while ago, known by their hashes: whoever guesses behind the same
 * address does not keep them out. They are verified like any other.
 */
@Singleton
final class ProvenCredentials {
  private static final Duration REMEMBERED = Duration.ofMinutes(15);

  private final Cache<String, Boolean> proven;

  ProvenCredentials(RateSettings settings) {
    proven =
        Caffeine.newBuilder()
            .maximumSize(settings.maxBuckets())
            .expireAfterWrite(REMEMBERED)
            .build();
  }

  void add(String authorization) {
    // anew each time: one that is in use does not fall out while others guess
    proven.put(Secrets.sha256(authorization), true);
  }

  boolean contains(String authorization) {
    return proven.getIfPresent(Secrets.sha256(authorization)) != null;
  }
}
