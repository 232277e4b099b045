package io.sensormine.query.series;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.query.gather.Gathering;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The different values that held. Each becomes a series, and how many there are is known only when
 * readings are read: they are counted meanwhile, so that no more are kept than an answer may have.
 */
final class States {
  private final FieldNames names;
  private final int buckets;
  private final int maxPoints;
  private final long most;
  private final Map<SpreadFold.Series, Set<String>> known = new HashMap<>();
  private long count;

  /**
   * Of a query's series.
   *
   * @param maxPoints of an answer
   */
  States(SeriesQuery query, FieldNames names, Gathering gathering, int maxPoints) {
    this.names = names;
    this.buckets = gathering.buckets().count();
    this.maxPoints = maxPoints;
    var groups = gathering.groups().stream().flatMapToInt(Arrays::stream).distinct().count();
    this.most =
        maxPoints / buckets - groups * query.fields().size() * (query.aggregates().size() - 1);
  }

  /** Notes one; 422 {@code over-budget} where there are more points of them than may be. */
  void note(SpreadFold.Series series, String state) {
    var values = known.computeIfAbsent(series, any -> new HashSet<>());
    if (values.add(state) && ++count > most) {
      throw ProblemException.of(
          ProblemType.OVER_BUDGET,
          ("`%s` has at least %d different values; `stateDuration` has a series for each, of %d"
                  + " buckets, and an answer has %d points at the most. Ask for longer buckets, less"
                  + " time or fewer devices.")
              .formatted(names.fields().get(series.field()), values.size(), buckets, maxPoints));
    }
  }
}
