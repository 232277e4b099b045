package io.sensormine.query.series;

import io.sensormine.query.gather.Gathering;
import io.sensormine.query.gather.Link;
import io.sensormine.query.gather.Reading;
import io.sensormine.query.unit.Conversion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
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
  private final Instant messagesFrom;
  private final int maxHours;
  private final Map<Place, Before> predecessors = new HashMap<>();
  private final Map<Series, double[]> sums = new HashMap<>();
  private final Map<UUID, NavigableSet<Instant>> overlaps = new HashMap<>();
  private final @Nullable Before[] before;
  private final @Nullable Instant[] reached;
  private int overlapping;
  private int device = -1;
  private long links;

  /**
   * Makes one with nothing in it.
   *
   * @param messagesFrom before this there may be no messages to tell what cells that overlap do not
   * @param maxHours of those in which cells overlap, how many are told before it is only sure that
   *     there are more
   */
  IncreaseFold(
      FieldNames names, FieldUnits units, Gathering gathering, Instant messagesFrom, int maxHours) {
    this.messagesFrom = messagesFrom;
    this.maxHours = maxHours;
    this.names = names;
    this.units = units;
    this.gathering = gathering;
    this.before = new Before[names.fields().size()];
    this.reached = new Instant[names.fields().size()];
  }

  private record Place(int device, int field) {}

  private record Series(int group, int field) {}

  private record Before(double value, Instant time) {}

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

  /** Takes the links again, which are others: the reading before the range stays. */
  void startAgain() {
    sums.clear();
    overlaps.clear();
    overlapping = 0;
    device = -1;
  }

  /**
   * Takes the next link; they come device by device, in order of time. One that begins before
   * another has ended counts as if it came after.
   */
  void add(Link link) {
    links++;
    if (link.device() != device) {
      device = link.device();
      for (int field = 0; field < before.length; field++) {
        before[field] = predecessors.get(new Place(device, field));
        reached[field] = null;
      }
    }
    for (var field : names.fieldsAt(link.versionId(), link.name())) {
      units
          .from(link.versionId(), field)
          .ifPresent(way -> {
            var first = way.apply(link.first());
            var within = way.applyToDifference(link.within());
            noteOverlap(link, field);
            add(link, field, within + step(before[field], first, link, way));
            before[field] = new Before(way.apply(link.last()), link.lastTime());
          });
    }
  }

  private void noteOverlap(Link link, int field) {
    var until = reached[field];
    if (until == null || link.firstTime().isAfter(until)) {
      reached[field] = link.lastTime();
      return;
    }
    var both = until.isBefore(link.lastTime()) ? until : link.lastTime();
    for (var hour = link.firstTime().truncatedTo(ChronoUnit.HOURS);
        !hour.isAfter(both);
        hour = hour.plus(1, ChronoUnit.HOURS)) {
      noteOverlap(gathering.devices().get(link.device()), hour);
    }
    reached[field] = until.isAfter(link.lastTime()) ? until : link.lastTime();
  }

  private void noteOverlap(UUID deviceId, Instant hour) {
    if (!hour.isBefore(messagesFrom)
        && overlapping <= maxHours
        && overlaps.computeIfAbsent(deviceId, any -> new TreeSet<>()).add(hour)) {
      overlapping++;
    }
  }

  /**
   * The hours, by device, in which cells of several versions overlap: their readings may alternate,
   * so that only messages tell the steps.
   */
  Map<UUID, NavigableSet<Instant>> overlaps() {
    return Map.copyOf(overlaps);
  }

  private double step(@Nullable Before before, double first, Link link, Conversion way) {
    if (before == null) {
      return 0;
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

  /** How many rows were taken, those that were taken again, too. */
  long rows() {
    return links;
  }
}
