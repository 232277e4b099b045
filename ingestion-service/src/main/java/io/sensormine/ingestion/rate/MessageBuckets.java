package io.sensormine.ingestion.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * A bucket of tokens, one a message, for each key. Who takes more than a bucket holds gets them
 * where it is full, and waits all the longer afterwards. Thread-safe.
 */
final class MessageBuckets<K> {
  /** The most messages that one request may be allowed to have. */
  private static final int LARGEST_REQUEST = 100_000;

  private final int perSecond;
  private final int burst;
  private final TimeMeter time;
  private final Cache<K, Bucket> buckets;

  MessageBuckets(int perSecond, int burst, int maxBuckets, TimeMeter time) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.time = time;
    // one that has rested until it must be full again is forgotten, which changes nothing
    long untilFull = 1 + ((long) burst + LARGEST_REQUEST) / Math.max(1, perSecond);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(maxBuckets)
            .expireAfterAccess(Duration.ofSeconds(untilFull))
            .build();
  }

  /** Takes so many; how long until they could be had, zero where they have been taken. */
  Duration take(K key, int count) {
    if (perSecond == 0 || count == 0) {
      return Duration.ZERO;
    }
    var bucket = bucket(key);
    int first = Math.min(count, burst);
    var taken = bucket.tryConsumeAndReturnRemaining(first);
    if (!taken.isConsumed()) {
      return Duration.ofNanos(Math.max(1, taken.getNanosToWaitForRefill()));
    }
    if (count > first) {
      bucket.consumeIgnoringRateLimits(count - first);
    }
    return Duration.ZERO;
  }

  /** Gives back what was taken in vain. */
  void giveBack(K key, int count) {
    if (perSecond > 0 && count > 0) {
      bucket(key).addTokens(count);
    }
  }

  private Bucket bucket(K key) {
    return buckets.get(
        key,
        fresh ->
            Bucket.builder()
                .addLimit(
                    limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build());
  }
}
