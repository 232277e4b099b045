package io.sensormine.query.series;

import io.sensormine.query.gather.Gathering;
import io.sensormine.query.gather.Link;
import io.sensormine.query.gather.Reading;
import io.sensormine.query.unit.Conversion;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums the steps of counters. A step is from a reading to the next one of the same device, whatever
 * versions they are of, and counts for the bucket of the latter; where that is less, the counter
 * was reset, and what it says counts whole.
 */
final class IncreaseFold {
  private final FieldNames names;
  private final FieldUnits units;
  private final Gathering gathering;
  private final boolean strict;
  private final Map<Place, Before> predecessors = new HashMap<>();
  private final Map<Series, double[]> sums = new HashMap<>();
  private final @Nullable Before[] before;
  private int device = -1;
  private long links;

  /**
   * Makes one with nothing in it.
   *
   * @param strict whether cells that overlap are refused; else each counts as if it came after the
   *     one that began before it
   */
  IncreaseFold(FieldNames names, FieldUnits units, Gathering gathering, boolean strict) {
    this.strict = strict;
    this.names = names;
    this.units = units;
    this.gathering = gathering;
    this.before = new Before[names.fields().size()];
  }

  private record Place(int device, int field) {}

  private record Series(int group, int field) {}

  private record Before(double value, Instant time) {}

  /** Cells of several versions whose readings alternate tell no steps: messages must. */
  static final class Overlap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overlap() {
      super("cells overlap", null, false, false);
    }
  }

  /** Notes a reading before the range; of several of a field the latest counts. */
  void predecessor(Reading reading) {
    for (var field : names.fieldsAt(reading.versionId(), reading.name())) {
      units
          .from(reading.versionId(), field)
          .ifPresent(way ->
              predecessors.merge(
                  new Place(reading.device(), field),
                  new Before(way.apply(Spread.number(reading.value())), reading.time()),
                  (known, other) -> other.time().isAfter(known.time()) ? other : known));
    }
  }

  /** Whether a field has a reading before the range for every device. */
  boolean allHavePredecessors() {
    return predecessors.size() == gathering.devices().size() * names.fields().size();
  }

  /** Takes the next link; they come device by device, in order of time. */
  void add(Link link) {
    links++;
    if (link.device() != device) {
      device = link.device();
      for (int field = 0; field < before.length; field++) {
        before[field] = predecessors.get(new Place(device, field));
      }
    }
    for (var field : names.fieldsAt(link.versionId(), link.name())) {
      units
          .from(link.versionId(), field)
          .ifPresent(way -> {
            var first = way.apply(link.first());
            var within = way.applyToDifference(link.within());
            add(link, field, within + step(before[field], first, link, way));
            before[field] = new Before(way.apply(link.last()), link.lastTime());
          });
    }
  }

  Gathering gathering() {
    return gathering;
  }

  private double step(@Nullable Before before, double first, Link link, Conversion way) {
    if (before == null) {
      return 0;
    }
    if (strict && !link.firstTime().isAfter(before.time())) {
      throw new Overlap();
    }
    return first < before.value() ? way.applyToDifference(link.first()) : first - before.value();
  }

  private void add(Link link, int field, double increase) {
    for (var group : gathering.groups().get(link.device())) {
      var sum =
          sums.computeIfAbsent(
              new Series(group, field), any -> new double[gathering.buckets().count()]);
      sum[link.bucket()] += increase;
    }
  }

  /** The sums by bucket, 0 where there are none. */
  double[] sums(int group, int field) {
    return sums.getOrDefault(new Series(group, field), new double[gathering.buckets().count()]);
  }

  /** How many rows were taken. */
  long rows() {
    return links;
  }
}
