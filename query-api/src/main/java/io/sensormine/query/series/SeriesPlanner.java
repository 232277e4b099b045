package io.sensormine.query.series;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.query.bucket.BucketLadder;
import io.sensormine.query.bucket.Buckets;
import io.sensormine.query.telemetry.QueryLimits;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Settles a query's buckets, and refuses one that asks for more points than an answer may have. */
@Singleton
final class SeriesPlanner {
  private static final int GOOD_NUMBER = 300;

  private final QueryLimits limits;

  SeriesPlanner(QueryLimits limits) {
    this.limits = limits;
  }

  /**
   * The buckets to gather in; 422 {@code over-budget} where they are too many.
   *
   * @param groups how many
   */
  Buckets plan(SeriesQuery query, int groups) {
    long series = (long) groups * query.fields().size() * query.aggregates().size();
    if (series > limits.maxPoints()) {
      throw overBudget(
          "These are %d series; an answer has %d points at the most. Ask for fewer devices, fields or aggregates, or group them."
              .formatted(series, limits.maxPoints()));
    }
    int most = (int) (limits.maxPoints() / Math.max(1, series));
    var size = query.bucket();
    if (size != null) {
      return Buckets.covering(size, query.from(), query.to(), query.zone(), most)
          .orElseThrow(() -> tooMany(query, series, most));
    }
    var points = query.points();
    if (points != null && points > most) {
      throw overBudget(
          "%d points of %d series are over the limit of %d in all; `points` up to %d would fit."
              .formatted(points, series, limits.maxPoints(), most));
    }
    return choose(query, points == null ? Math.min(GOOD_NUMBER, most) : points)
        .orElseThrow(() -> tooMany(query, series, most));
  }

  private static Optional<Buckets> choose(SeriesQuery query, int most) {
    return BucketLadder.choose(query.from(), query.to(), query.zone(), most)
        // a range across 1970 meets two buckets however long they are
        .or(() -> BucketLadder.choose(query.from(), query.to(), query.zone(), most + 1));
  }

  private ProblemException tooMany(SeriesQuery query, long series, int most) {
    var fitting =
        choose(query, most)
            .map(buckets -> "a bucket of " + buckets.size() + " would fit")
            .orElse("no bucket would make it fit");
    return overBudget(
        "More than %d buckets of %d series are over the limit of %d points; %s."
            .formatted(most, series, limits.maxPoints(), fitting));
  }

  private static ProblemException overBudget(String detail) {
    return ProblemException.of(ProblemType.OVER_BUDGET, detail);
  }
}
