package io.sensormine.ingestion.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * When each device's latest messages were measured of those that this process has stored. What is
 * later than the earliest of them, and none of them, is most likely not stored yet, in whatever
 * order it comes; another process may have stored it all the same. Bounded; of a device that it has
 * forgotten nothing is taken for new. Thread-safe.
 */
final class RecentTimes {
  /** As many requests of a gateway may overtake one another. */
  private static final int OF_A_DEVICE = 8;

  private final Cache<UUID, long[]> times;

  RecentTimes(int maxDevices) {
    times = Caffeine.newBuilder().maximumSize(maxDevices).build();
  }

  /** Whether a message is most likely not stored. */
  boolean isNew(TelemetryRecord message) {
    var known = times.getIfPresent(message.deviceId());
    // its place among those known, or where it would be before them: -1 for the first
    return known != null && Arrays.binarySearch(known, micros(message.time())) < -1;
  }

  /** Messages that have been committed. */
  void stored(List<TelemetryRecord> messages) {
    messages.forEach(message ->
        times
            .asMap()
            .merge(message.deviceId(), new long[] {micros(message.time())}, RecentTimes::with));
  }

  private static long[] with(long[] known, long[] one) {
    int found = Arrays.binarySearch(known, one[0]);
    if (found >= -1) {
      return known;
    }
    int at = -found - 1;
    int dropped = known.length == OF_A_DEVICE ? 1 : 0;
    var more = Arrays.copyOfRange(known, dropped, known.length + 1);
    System.arraycopy(known, at, more, at + 1 - dropped, known.length - at);
    more[at - dropped] = one[0];
    return more;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
