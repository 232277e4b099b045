package io.sensormine.kit.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * A token bucket for each key, in this replica's memory. One that has rested until it is full is
 * forgotten, which changes nothing. Thread-safe.
 */
final class Buckets<K> {
  private final Rate rate;
  private final TimeMeter time;
  private final Cache<K, Bucket> buckets;

  Buckets(Rate rate, int maxBuckets, TimeMeter time) {
    this.rate = rate;
    this.time = time;
    this.buckets =
        Caffeine.newBuilder().maximumSize(maxBuckets).expireAfterAccess(untilFull(rate)).build();
  }

  private static Duration untilFull(Rate rate) {
    return Duration.ofSeconds(1 + rate.burst() / Math.max(1, rate.perSecond()));
  }

  /** Takes a token; how long until there is one again, zero where there was. */
  Duration take(K key) {
    if (!rate.isLimited()) {
      return Duration.ZERO;
    }
    var taken = bucket(key).tryConsumeAndReturnRemaining(1);
    return Duration.ofNanos(taken.isConsumed() ? 0 : taken.getNanosToWaitForRefill());
  }

  /** How long until there is a token, without taking it; zero where there is one. */
  Duration untilNext(K key) {
    if (!rate.isLimited()) {
      return Duration.ZERO;
    }
    var estimate = bucket(key).estimateAbilityToConsume(1);
    return Duration.ofNanos(estimate.canBeConsumed() ? 0 : estimate.getNanosToWaitForRefill());
  }

  private Bucket bucket(K key) {
    return buckets.get(
        key,
        fresh ->
            Bucket.builder()
                .addLimit(limit ->
                    limit
                        .capacity(rate.burst())
                        .refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build());
  }
}
