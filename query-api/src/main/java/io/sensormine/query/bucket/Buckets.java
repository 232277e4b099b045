package io.sensormine.query.bucket;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The buckets that a range of time meets, in order and without a gap: each ends where the next
 * starts.
 *
 * @param size how long they are
 * @param starts when each starts; the first at or before the range's own start
 * @param end when the last one ends, exclusive
 */
public record Buckets(BucketSize size, List<Instant> starts, Instant end) {
  public Buckets {
    starts = List.copyOf(starts);
  }

  /**
   * The buckets from an instant to another, which is after it.
   *
   * @param to exclusive
   * @param zone whose calendar; of no matter to seconds, minutes and hours
   * @return empty where there are more than {@code max}
   */
  public static Optional<Buckets> covering(
      BucketSize size, Instant from, Instant to, ZoneId zone, int max) {
    var seconds = to.getEpochSecond() - from.getEpochSecond();
    if (seconds / size.seconds() > 2L * max + 2) {
      return Optional.empty();
    }
    var starts = new ArrayList<Instant>();
    // one earlier: where a clock goes back over midnight, a date comes again after it has ended
    var number = size.number(from, zone) - 1;
    var start = size.start(number, zone);
    while (start.isBefore(to)) {
      var next = size.start(++number, zone);
      // a day that a zone left out has no length: it starts when the next one does
      if (next.isAfter(from) && next.isAfter(start)) {
        if (starts.size() == max) {
          return Optional.empty();
        }
        starts.add(start);
      }
      start = next;
    }
    return Optional.of(new Buckets(size, starts, start));
  }

  /** When the bucket of that index ends, exclusive. */
  public Instant end(int at) {
    return at + 1 < starts.size() ? starts.get(at + 1) : end;
  }

  /** The index of the bucket that an instant of the range falls in. */
  public int at(Instant instant) {
    var found = Collections.binarySearch(starts, instant);
    return found >= 0 ? found : -found - 2;
  }

  /** How many there are. */
  public int count() {
    return starts.size();
  }
}
