package io.sensormine.query.series;

import java.time.Instant;
import java.util.Comparator;

/**
 * When a reading was, and of which device; of two at the same time the device's place decides,
 * which is the order of ids.
 */
record Moment(Instant time, int device) implements Comparable<Moment> {
  private static final Comparator<Moment> ORDER =
      Comparator.comparing(Moment::time).thenComparingInt(Moment::device);

  @Override
  public int compareTo(Moment other) {
    return ORDER.compare(this, other);
  }
}
