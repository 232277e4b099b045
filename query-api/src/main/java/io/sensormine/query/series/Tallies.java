package io.sensormine.query.series;

import io.sensormine.query.bucket.Buckets;
import io.sensormine.query.series.SeriesStore.Cell;
import io.sensormine.query.unit.UnitPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One field's readings of one group, by bucket, brought to one unit. */
final class Tallies {
  private final Buckets buckets;
  private final @Nullable String unit;
  private final @Nullable Tally[] byBucket;

  Tallies(Buckets buckets, List<Cell> cells, UnitPlan plan) {
    this.buckets = buckets;
    this.unit = plan.unit();
    this.byBucket = new Tally[buckets.count()];
    for (var cell : cells) {
      if (cell.tally() != null) {
        var tally = cell.tally().in(plan.from(cell.versionId()));
        var there = byBucket[cell.bucket()];
        byBucket[cell.bucket()] = there == null ? tally : there.and(tally);
      }
    }
  }

  SeriesAnswer.Series series(
      Map<String, String> group, String field, Aggregate aggregate, Fill fill) {
    var values = new @Nullable Double[byBucket.length];
    long count = 0;
    for (int at = 0; at < byBucket.length; at++) {
      var tally = byBucket[at];
      if (tally != null) {
        count += tally.count();
        var value = aggregate.of(tally).doubleValue();
        // what no double can hold cannot be told in JSON either
        values[at] = Double.isFinite(value) ? value : null;
      }
    }
    return new SeriesAnswer.Series(
        group,
        field,
        aggregate.code(),
        aggregate.unit(unit),
        count,
        fill.points(buckets.starts(), values));
  }
}
