package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.sensormine.query.gather.End;
import io.sensormine.query.gather.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the series of an answer from what was gathered. */
final class SeriesFigures {
  private final Gathered gathered;
  private final Groups groups;
  private final Coverage coverage;
  private final Map<Place, Tally[]> tallies;

  SeriesFigures(Gathered gathered, Groups groups, Coverage coverage) {
    this.gathered = gathered;
    this.groups = groups;
    this.coverage = coverage;
    this.tallies = tallies();
  }

  private record Place(int group, int field) {}

  /** The cells of all versions and names that are a field's, brought to its unit. */
  private Map<Place, Tally[]> tallies() {
    var all = new LinkedHashMap<Place, Tally[]>();
    for (var cell : gathered.cells()) {
      var tally = cell.tally();
      if (tally != null) {
        for (var field : gathered.names().fieldsAt(cell.versionId(), cell.name())) {
          var way = gathered.units().from(cell.versionId(), field).orElseThrow();
          var converted =
              tally.first() != null && gathered.units().isBoolean(cell.versionId(), field)
                  ? restored(tally)
                  : tally;
          var series =
              all.computeIfAbsent(new Place(cell.group(), field), any -> new Tally[buckets()]);
          var there = series[cell.bucket()];
          series[cell.bucket()] = there == null ? converted.in(way) : there.and(converted.in(way));
        }
      }
    }
    return all;
  }

  /** Rollups hold booleans as 0 and 1. */
  private static Tally restored(Tally tally) {
    return new Tally(
        tally.count(),
        tally.sum(),
        tally.min(),
        tally.max(),
        tally.squares(),
        tally.newest(),
        Optional.ofNullable(tally.first()).map(End::asBoolean).orElse(null),
        Optional.ofNullable(tally.last()).map(End::asBoolean).orElse(null));
  }

  private int buckets() {
    return gathered.gathering().buckets().count();
  }

  /** By group, then by field, then by aggregate. */
  List<SeriesAnswer.Series> series(SeriesQuery query) {
    var all = new ArrayList<SeriesAnswer.Series>();
    for (int group = 0; group < groups.keys().size(); group++) {
      for (int field = 0; field < query.fields().size(); field++) {
        for (var aggregate : query.aggregates()) {
          addSeries(query, new Place(group, field), aggregate, all);
        }
      }
    }
    return all;
  }

  private void addSeries(
      SeriesQuery query, Place place, Aggregate aggregate, List<SeriesAnswer.Series> into) {
    if (SeriesGatherer.byReadings(aggregate, place.field(), gathered.names())) {
      addOfReadings(query, place, aggregate, into);
    } else if (tallies.containsKey(place)) {
      into.add(ofCells(query, place, aggregate, tallies.get(place)));
    }
  }

  private SeriesAnswer.Series ofCells(
      SeriesQuery query, Place place, Aggregate aggregate, Tally[] cells) {
    var increases = gathered.increases();
    var sums =
        aggregate.source() == Aggregate.Source.LINKS && increases != null
            ? increases.sums(place.group(), place.field())
            : null;
    var values = new @Nullable JsonNode[cells.length];
    var filled = new boolean[cells.length];
    long count = 0;
    var newest = Instant.MIN;
    for (int at = 0; at < cells.length; at++) {
      if (cells[at] != null) {
        filled[at] = true;
        values[at] = sums == null ? aggregate.of(cells[at]) : aggregate.of(sums[at], seconds(at));
        count += cells[at].count();
        newest = newest.isAfter(cells[at].newest()) ? newest : cells[at].newest();
      }
    }
    return series(
        query, place, aggregate, groups.keys().get(place.group()), count, newest, filled, values);
  }

  private void addOfReadings(
      SeriesQuery query, Place place, Aggregate aggregate, List<SeriesAnswer.Series> into) {
    var spreads = spreads(place, aggregate.ofTexts());
    var counts = Arrays.stream(spreads).mapToLong(one -> one == null ? 0 : one.count()).toArray();
    var count = Arrays.stream(counts).sum();
    if (count == 0) {
      return;
    }
    var newest =
        Arrays.stream(spreads)
            .filter(Objects::nonNull)
            .flatMap(one -> Optional.ofNullable(one.lastAt()).stream())
            .map(Moment::time)
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    var filled = new boolean[counts.length];
    for (int at = 0; at < counts.length; at++) {
      filled[at] = counts[at] > 0;
    }
    var key = groups.keys().get(place.group());
    if (aggregate != Aggregate.STATE_DURATION) {
      var values = values(spreads, filled, aggregate::of);
      into.add(series(query, place, aggregate, key, count, newest, filled, values));
      return;
    }
    for (var state : states(spreads, filled)) {
      var grouped = new LinkedHashMap<>(key);
      grouped.put("state", state);
      var values =
          values(
              spreads,
              filled,
              spread -> DoubleNode.valueOf(spread.seconds().getOrDefault(state, 0.0)));
      into.add(series(query, place, aggregate, grouped, count, newest, filled, values));
    }
  }

  /** A value of a bucket. */
  @FunctionalInterface
  private interface Value {
    @Nullable JsonNode of(Spread spread);
  }

  private static @Nullable JsonNode[] values(
      @Nullable Spread[] spreads, boolean[] filled, Value value) {
    var values = new @Nullable JsonNode[spreads.length];
    for (int at = 0; at < spreads.length; at++) {
      var spread = spreads[at];
      values[at] = spread == null || !filled[at] ? null : value.of(spread);
    }
    return values;
  }

  private static Set<String> states(@Nullable Spread[] spreads, boolean[] filled) {
    var states = new TreeSet<String>();
    for (int at = 0; at < spreads.length; at++) {
      var spread = spreads[at];
      if (spread != null && filled[at]) {
        states.addAll(spread.seconds().keySet());
      }
    }
    return states;
  }

  /** Of numbers and booleans; where there are none, of texts, if they are wanted. */
  private @Nullable Spread[] spreads(Place place, boolean textsToo) {
    var fold = Objects.requireNonNull(gathered.spreads());
    var numbers = fold.spreads(place.group(), place.field(), false);
    return textsToo && count(numbers) == 0
        ? fold.spreads(place.group(), place.field(), true)
        : numbers;
  }

  private static long count(@Nullable Spread[] spreads) {
    return Arrays.stream(spreads).mapToLong(one -> one == null ? 0 : one.count()).sum();
  }

  private SeriesAnswer.Series series(
      SeriesQuery query,
      Place place,
      Aggregate aggregate,
      Map<String, String> key,
      long count,
      Instant newest,
      boolean[] filled,
      @Nullable JsonNode[] values) {
    var expected = coverage.expected(place.group());
    return new SeriesAnswer.Series(
        key,
        query.fields().get(place.field()),
        aggregate.code(),
        aggregate.unit(gathered.units().unit(place.field())),
        count,
        expected.orElse(null),
        expected.filter(number -> number > 0).map(number -> (double) count / number).orElse(null),
        coverage.age(newest),
        query.fill().points(gathered.gathering().buckets().starts(), filled, values));
  }

  private double seconds(int bucket) {
    var buckets = gathered.gathering().buckets();
    return Duration.between(buckets.starts().get(bucket), buckets.end(bucket)).toMillis() / 1e3;
  }

  /** Texts that no aggregate tells of, each once for each group that its device is of. */
  long skipped(SeriesQuery query) {
    var fold = gathered.spreads();
    if (fold == null) {
      return gathered.cells().stream().mapToLong(cell -> cell.skipped()).sum();
    }
    var telling = query.aggregates().stream().anyMatch(Aggregate::ofTexts);
    long skipped = 0;
    for (int group = 0; group < groups.keys().size(); group++) {
      for (int field = 0; field < query.fields().size(); field++) {
        if (!telling || count(fold.spreads(group, field, false)) > 0) {
          skipped += count(fold.spreads(group, field, true));
        }
      }
    }
    return skipped;
  }
}
