package io.sensormine.kit.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sensormine.kit.security.Secrets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Credentials that were good a while ago, known by their hashes: whoever guesses behind the same
 * address does not keep them out. They are verified like any other.
 */
@Singleton
final class ProvenCredentials {
  private static final Duration REMEMBERED = Duration.ofMinutes(15);

  /** One in use is written down anew no more often than this, which costs more than a look. */
  private static final Duration ANEW_AFTER = Duration.ofMinutes(1);

  private final Clock clock;
  private final Cache<String, Instant> proven;

  ProvenCredentials(RateSettings settings, Clock clock) {
    this.clock = clock;
    proven =
        Caffeine.newBuilder()
            .maximumSize(settings.maxBuckets())
            .expireAfterWrite(REMEMBERED)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /** The credential that an Authorization header brings, whatever the scheme is called. */
  static String of(String authorization) {
    return authorization.substring(authorization.lastIndexOf(' ') + 1);
  }

  void add(String credential) {
    var hash = Secrets.sha256(credential);
    var now = clock.instant();
    var since = proven.getIfPresent(hash);
    // anew while it is used: it does not fall out while others guess
    if (since == null || now.isAfter(since.plus(ANEW_AFTER))) {
      proven.put(hash, now);
    }
  }

  boolean contains(String credential) {
    return proven.getIfPresent(Secrets.sha256(credential)) != null;
  }
}
