package io.sensormine.kit.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What another service said, remembered: bounded, asked for once however many want it, and used on
 * while that service is away, up to a bound. That something does not exist is remembered for a
 * second only, apart from what exists, so that asking for nonsense drives nothing out. Thread-safe.
 */
public final class Remembered<K, V> {
  private static final Duration RECENT = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final String service;
  private final Duration fresh;
  private final Duration staleness;
  private final Clock clock;
  private final Cache<K, Entry<V>> known;
  private final Cache<K, Instant> unknown;
  private final Cache<Object, Instant> failures;
  private final ReentrantLock[] loading = new ReentrantLock[256];

  private record Entry<V>(V value, Instant loadedAt) {}

  /**
   * Remembers.
   *
   * @param service who is asked, as a client is told when it is away
   * @param fresh how long a word holds without asking again
   * @param staleness how long it holds while the service is away
   */
  public Remembered(String service, int maxSize, Duration fresh, Duration staleness, Clock clock) {
    this.service = service;
    this.fresh = fresh;
    this.staleness = staleness;
    this.clock = clock;
    this.known = Caffeine.newBuilder().maximumSize(maxSize).build();
    this.unknown = Caffeine.newBuilder().maximumSize(maxSize).build();
    this.failures = Caffeine.newBuilder().maximumSize(10_000).build();
    for (int at = 0; at < loading.length; at++) {
      loading[at] = new ReentrantLock();
    }
  }

  /** What is remembered and fresh; null where it has to be asked for. Never blocks. */
  public @Nullable V peek(K key) {
    var entry = known.getIfPresent(key);
    return entry == null || isOlder(entry.loadedAt(), fresh) ? null : entry.value();
  }

  /** Whether there is a last word on it, however old. Never blocks. */
  public boolean knows(K key) {
    return known.getIfPresent(key) != null;
  }

  /**
   * One value, asked for where what is remembered is too old; empty where there is none. Where
   * nobody may be asked it throws {@link NotAtHand}, and never blocks.
   */
  public Optional<V> one(K key, Age age, Supplier<Optional<V>> load) {
    var values =
        all(
            List.of(key),
            key,
            age,
            missing -> load.get().map(value -> Map.of(key, value)).orElse(Map.of()));
    return Optional.ofNullable(values.get(key));
  }

  /**
   * Many values; those that do not exist are not in the answer. 503 where the service is away and
   * what is remembered does not do; {@link NotAtHand} where nobody may be asked.
   *
   * @param group what is asked for together: of one group, one call at a time
   * @param load asks for those missing in one call; may throw anything where the service is away
   */
  public Map<K, V> all(
      Collection<K> keys, Object group, Age age, Function<List<K>, Map<K, V>> load) {
    Map<K, V> found = HashMap.newHashMap(keys.size());
    if (missing(keys, age, found).isEmpty()) {
      return found;
    }
    if (age == Age.AT_HAND) {
      throw new NotAtHand();
    }
    var lock = loading[Math.floorMod(group.hashCode() * 0x9E3779B9, loading.length)];
    lock.lock();
    try {
      found.clear();
      var missing = missing(keys, age, found);
      if (!missing.isEmpty()) {
        found.putAll(
            isRecent(failures.getIfPresent(group))
                ? stale(missing, age, null)
                : load(missing, group, age, load));
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  private List<K> missing(Collection<K> keys, Age age, Map<K, V> found) {
    var missing = new ArrayList<K>();
    var oldest = clock.instant().minus(age == Age.RECENT ? RECENT : fresh);
    for (var key : keys) {
      var entry = known.getIfPresent(key);
      if (entry != null && !entry.loadedAt().isBefore(oldest)) {
        found.put(key, entry.value());
      } else if (!isRecent(unknown.getIfPresent(key))) {
        missing.add(key);
      }
    }
    return missing;
  }

  @SuppressWarnings("IllegalCatch") // whatever keeps the service from answering
  private Map<K, V> load(
      List<K> missing, Object group, Age age, Function<List<K>, Map<K, V>> load) {
    var asked = clock.instant();
    Map<K, V> loaded;
    try {
      loaded = load.apply(missing);
    } catch (RuntimeException away) {
      failures.put(group, clock.instant());
      return stale(missing, age, away);
    }
    failures.invalidate(group);
    for (var key : missing) {
      var value = loaded.get(key);
      if (value == null) {
        known.invalidate(key);
        unknown.put(key, asked);
      } else {
        unknown.invalidate(key);
        known.put(key, new Entry<>(value, asked));
      }
    }
    return loaded;
  }

  /** While the service is away: the last word where it may still be used, else 503. */
  private Map<K, V> stale(List<K> missing, Age age, @Nullable RuntimeException away) {
    Map<K, V> last = HashMap.newHashMap(missing.size());
    for (var key : missing) {
      var entry = known.getIfPresent(key);
      if (age == Age.RECENT || entry == null || isOlder(entry.loadedAt(), staleness)) {
        throw ProblemException.unavailable(
            ProblemType.DEPENDENCY_UNAVAILABLE,
            service + " does not answer, and it is needed for this. Nothing was done; try again.",
            RETRY_AFTER,
            away);
      }
      last.put(key, entry.value());
    }
    return last;
  }

  private boolean isRecent(@Nullable Instant at) {
    return at != null && !isOlder(at, RECENT);
  }

  private boolean isOlder(Instant at, Duration age) {
    return clock.instant().isAfter(at.plus(age));
  }
}
