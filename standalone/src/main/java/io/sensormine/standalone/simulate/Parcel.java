package io.sensormine.standalone.simulate;

import java.util.List;

/**
 * Messages that are sent together.
 *
 * @param dueNanos when they are due, on the clock of {@link System#nanoTime()}
 */
record Parcel(long dueNanos, List<Sample> samples) {
  Parcel {
    samples = List.copyOf(samples);
  }

  int size() {
    return samples.size();
  }

  /** How many of them break the schema. */
  int invalid() {
    return (int) samples.stream().filter(sample -> !sample.valid()).count();
  }
}
