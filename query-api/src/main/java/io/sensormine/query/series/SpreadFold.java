package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.sensormine.query.gather.Gathering;
import io.sensormine.query.gather.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spreads readings over buckets. A reading holds until the device's next one of its kind (numbers
 * and booleans, or texts), or until the range ends, but not beyond now.
 */
final class SpreadFold {
  private static final double NANOS = 1e9;

  private final FieldNames names;
  private final FieldUnits units;
  private final Gathering gathering;
  private final boolean values;
  private final boolean holding;
  private final @Nullable States states;
  private final Instant now;
  private final Map<Place, Held> predecessors = new HashMap<>();
  private final Map<Series, Spread[]> spreads = new HashMap<>();
  private final boolean[] visited;
  private final @Nullable Held[][] held;
  private int device = -1;
  private boolean finishing;
  private long rows;

  /**
   * Makes one with nothing in it, that keeps what a query's aggregates need.
   *
   * @param maxPoints of an answer
   */
  SpreadFold(
      SeriesQuery query,
      FieldNames names,
      FieldUnits units,
      Gathering gathering,
      int maxPoints,
      Instant now) {
    this.names = names;
    this.units = units;
    this.gathering = gathering;
    this.values = query.aggregates().stream().anyMatch(Aggregate::ofValues);
    this.holding = query.aggregates().stream().anyMatch(Aggregate::holding);
    this.states =
        query.aggregates().contains(Aggregate.STATE_DURATION)
            ? new States(query, names, gathering, maxPoints)
            : null;
    this.now = now;
    this.visited = new boolean[gathering.devices().size()];
    this.held = new Held[names.fields().size()][2];
  }

  private record Place(int device, int field, boolean text) {}

  /** A group's values of a field, numbers and booleans or texts. */
  record Series(int group, int field, boolean text) {}

  private record Held(JsonNode value, Instant since) {}

  /** Notes a reading before the range; of several of a field and kind the latest counts. */
  void predecessor(Reading reading) {
    for (var field : names.fieldsAt(reading.versionId(), reading.name())) {
      var value = converted(reading, field);
      if (value != null) {
        predecessors.merge(
            new Place(reading.device(), field, value.isTextual()),
            new Held(value, reading.time()),
            (known, other) -> other.since().isAfter(known.since()) ? other : known);
      }
    }
  }

  /** Whether a field has a number or boolean before the range for every device. */
  boolean allHavePredecessors() {
    return predecessors.keySet().stream().filter(place -> !place.text()).count()
        == (long) gathering.devices().size() * names.fields().size();
  }

  /** Takes the next reading; they come device by device, in order of time. */
  void add(Reading reading) {
    rows++;
    if (reading.device() != device) {
      leave();
      enter(reading.device());
    }
    for (var field : names.fieldsAt(reading.versionId(), reading.name())) {
      var value = converted(reading, field);
      if (value != null) {
        for (var group : gathering.groups().get(device)) {
          spread(new Series(group, field, value.isTextual()), reading.bucket())
              .add(value, new Moment(reading.time(), device));
        }
        hold(field, value.isTextual(), reading.time());
        held[field][value.isTextual() ? 1 : 0] = new Held(value, reading.time());
      }
    }
  }

  /** Ends what holds, also of devices that had no reading; nothing comes after. */
  void finish() {
    leave();
    finishing = true;
    for (var place : predecessors.keySet()) {
      if (!visited[place.device()]) {
        enter(place.device());
        leave();
      }
    }
  }

  private void enter(int next) {
    device = next;
    visited[next] = true;
    for (int field = 0; field < held.length; field++) {
      held[field][0] = predecessors.get(new Place(next, field, false));
      held[field][1] = predecessors.get(new Place(next, field, true));
    }
  }

  private void leave() {
    if (device < 0) {
      return;
    }
    var until = gathering.range().end();
    for (int field = 0; field < held.length; field++) {
      hold(field, false, until);
      hold(field, true, until);
      Arrays.fill(held[field], null);
    }
  }

  /** Until the next reading or the end, and not beyond now: a device's clock may be ahead. */
  private void hold(int field, boolean text, Instant next) {
    var value = held[field][text ? 1 : 0];
    if (!holding || value == null) {
      return;
    }
    var until = now.isBefore(next) ? now : next;
    var state = states == null ? null : Spread.state(value.value());
    var start = gathering.range().start();
    var from = value.since().isAfter(start) ? value.since() : start;
    for (int bucket = gathering.buckets().at(from);
        bucket < gathering.buckets().count() && from.isBefore(until);
        bucket++) {
      var end = gathering.buckets().end(bucket);
      var stop = end.isBefore(until) ? end : until;
      for (var group : gathering.groups().get(device)) {
        hold(
            new Series(group, field, text),
            bucket,
            value.value(),
            state,
            seconds(Duration.between(from, stop)));
      }
      from = stop;
    }
  }

  private void hold(
      Series series, int bucket, JsonNode value, @Nullable String state, double seconds) {
    if (finishing && !spreads.containsKey(series)) {
      // where no device has a reading, nothing is told
      return;
    }
    if (states != null && state != null) {
      states.note(series, state);
    }
    spread(series, bucket).hold(value, state, seconds);
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }

  private Spread spread(Series series, int bucket) {
    var all = spreads.computeIfAbsent(series, any -> new Spread[gathering.buckets().count()]);
    if (all[bucket] == null) {
      all[bucket] = new Spread(values);
    }
    return all[bucket];
  }

  private @Nullable JsonNode converted(Reading reading, int field) {
    var value = reading.value();
    if (value.isNumber() && reading.bucket() < 0 && units.isBoolean(reading.versionId(), field)) {
      // of a rollup, which holds booleans as 0 and 1
      return BooleanNode.valueOf(value.intValue() != 0);
    }
    return value.isNumber()
        ? units
            .from(reading.versionId(), field)
            .<JsonNode>map(way -> DoubleNode.valueOf(way.apply(value.doubleValue())))
            .orElse(null)
        : value;
  }

  /** The spreads by bucket, of numbers and booleans or of texts; null where there is none. */
  @Nullable Spread[] spreads(int group, int field, boolean text) {
    return spreads.getOrDefault(
        new Series(group, field, text), new Spread[gathering.buckets().count()]);
  }

  /** How many readings were taken. */
  long rows() {
    return rows;
  }
}
