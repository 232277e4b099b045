package io.sensormine.query.recent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import io.sensormine.query.budget.Abandoned;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Remembers for a moment what was worked out, bounded by weight; what is not there is worked out
 * once however many want it. A refusal goes to all who wait for it, and is not remembered; where
 * the one who works it out has {@link Abandoned} it, another of them does. Thread-safe.
 */
public final class Recent<K, V> {
  private final Cache<K, V> remembered;
  private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

  /**
   * Remembers.
   *
   * @param fresh for how long; zero for not at all
   * @param maxWeight of all together
   */
  public Recent(Duration fresh, long maxWeight, Weigher<K, V> weigher) {
    this.remembered =
        Caffeine.newBuilder()
            .expireAfterWrite(fresh)
            .maximumWeight(maxWeight)
            .weigher(weigher)
            .build();
  }

  /** What is remembered, else what is worked out. */
  public V get(K key, Supplier<V> work) {
    while (true) {
      var known = remembered.getIfPresent(key);
      if (known != null) {
        return known;
      }
      var mine = new CompletableFuture<V>();
      var others = underWay.putIfAbsent(key, mine);
      if (others == null) {
        return workOut(key, work, mine);
      }
      try {
        return join(others);
      } catch (Abandoned othersClientHasGone) {
        // mine has not
      }
    }
  }

  private V workOut(K key, Supplier<V> work, CompletableFuture<V> mine) {
    try {
      var value = work.get();
      remembered.put(key, value);
      mine.complete(value);
      return value;
    } catch (RuntimeException refused) {
      // before those who wait know: some look again
      underWay.remove(key, mine);
      mine.completeExceptionally(refused);
      throw refused;
    } finally {
      underWay.remove(key, mine);
      // an error, not an exception, leaves it undone: nobody waits for it for ever
      mine.cancel(false);
    }
  }

  private static <V> V join(CompletableFuture<V> others) {
    try {
      return others.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw failed;
    }
  }
}
