package io.sensormine.query.series;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.query.gather.Gathering;
import io.sensormine.query.gather.StoredStore;
import io.sensormine.query.resolution.DeviceSpan;
import io.sensormine.query.resolution.Part;
import io.sensormine.query.resolution.Resolution;
import io.sensormine.query.resolution.Span;
import io.sensormine.query.telemetry.QueryLimits;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Refuses a query that would read too much, before it reads. How much is estimated by how often the
 * devices' types expect a message; where that is too much, by what the rollups say was stored.
 */
@Singleton
final class ReadingBudget {
  /** What is stored and not in daily cells yet is at most of these. */
  private static final Duration NOT_ROLLED = Duration.ofDays(2);

  private final QueryLimits limits;
  private final StoredStore stored;
  private final Clock clock;

  ReadingBudget(QueryLimits limits, StoredStore stored, Clock clock) {
    this.limits = limits;
    this.stored = stored;
    this.clock = clock;
  }

  /**
   * Checks a query; 422 {@code over-budget} where it is too much.
   *
   * @param perSecond how many messages all its devices send in a second
   * @param single whether the whole range is read message by message, besides
   */
  void check(
      Connection connection,
      Gathering gathering,
      Resolution resolution,
      double perSecond,
      boolean single)
      throws SQLException {
    var raw = seconds(resolution.raw(), gathering) + (single ? seconds(gathering.range()) : 0);
    var messages = raw * perSecond;
    var cells =
        gathering.names().size()
            * gathering.devices().size()
            * (seconds(resolution.hours(), gathering) / 3_600
                + seconds(resolution.days(), gathering) / 86_400);
    if (messages + cells <= limits.maxRows()) {
      return;
    }
    var known = stored.messages(connection, gathering) + NOT_ROLLED.toSeconds() * perSecond;
    var fewer = Math.min(messages, (single ? 2 : 1) * known) + Math.min(cells, known);
    if (fewer > limits.maxRows()) {
      throw refused(fewer, gathering, messages >= cells);
    }
  }

  private ProblemException refused(double rows, Gathering gathering, boolean byMessages) {
    var share = limits.maxRows() / rows;
    var range = gathering.range();
    var fitting =
        Duration.ofSeconds(
            (long) (Duration.between(range.start(), end(range)).toSeconds() * share));
    return ProblemException.of(
        ProblemType.OVER_BUDGET,
        ("That would read some %,.0f rows, and %,d are the limit; a range of %s or %,.0f of the"
                + " %,d devices would fit%s.")
            .formatted(
                rows,
                limits.maxRows(),
                fitting,
                Math.floor(gathering.devices().size() * share),
                gathering.devices().size(),
                byMessages
                    ? ", and so might buckets of 1h or more with aggregates that rollups hold (avg,"
                        + " min, max, sum, count, stddev, delta, increase, rate)"
                    : ", and so might buckets of 1d or more"));
  }

  private double seconds(Part part, Gathering gathering) {
    return seconds(part.spans().stream())
        + seconds(part.own().stream().map(DeviceSpan::span)) / gathering.devices().size();
  }

  private double seconds(Span span) {
    return seconds(Stream.of(span));
  }

  private double seconds(Stream<Span> spans) {
    return spans
        .mapToDouble(span -> Math.max(0, Duration.between(span.start(), end(span)).toSeconds()))
        .sum();
  }

  /** Nothing is expected after now. */
  private Instant end(Span span) {
    var now = clock.instant();
    return now.isBefore(span.end()) ? now : span.end();
  }
}
