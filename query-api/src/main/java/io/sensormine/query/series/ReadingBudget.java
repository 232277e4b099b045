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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.stream.Stream;

/**
 * Refuses a query that would read too much, before it reads. How much is estimated by how often the
 * devices' types expect a message; where that is too much, by what the rollups say was stored.
 */
@Singleton
final class ReadingBudget {
  /** What is stored and not in daily cells yet is of these, back from now, at most. */
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
   * @param single how many fields' readings are taken one by one, over the whole range and for each
   *     group of their device, besides
   */
  void check(
      Connection connection,
      Gathering gathering,
      Resolution resolution,
      double perSecond,
      int single)
      throws SQLException {
    var each = single * meanGroups(gathering);
    var messages = seconds(resolution.raw(), gathering) * perSecond;
    var readings = length(gathering.range()) * perSecond * each;
    var cells =
        gathering.names().size()
            * gathering.devices().size()
            * (seconds(resolution.hours(), gathering) / 3_600
                + seconds(resolution.days(), gathering) / 86_400);
    var expected = messages + readings + cells;
    if (expected <= limits.maxRows()) {
      return;
    }
    var rolled = stored.messages(connection, gathering);
    var recent = recentSeconds(gathering.range()) * perSecond;
    var known = rolled + recent;
    var fewer =
        Math.min(messages, known)
            + Math.min(readings, known * each)
            + Math.min(cells, known * gathering.names().size());
    if (fewer > limits.maxRows()) {
      var share = limits.maxRows() / fewer;
      var byExpected = length(gathering.range()) * limits.maxRows() / expected;
      var byStored = storedDays(gathering.range(), rolled, known * share - recent);
      throw refused(
          fewer,
          Duration.ofSeconds((long) Math.max(byExpected, byStored * 86_400)),
          (long) (gathering.devices().size() * share),
          gathering,
          messages + readings >= cells);
    }
  }

  private static double meanGroups(Gathering gathering) {
    return gathering.groups().stream().mapToInt(of -> of.length).average().orElse(1);
  }

  private double recentSeconds(Span range) {
    var from = clock.instant().minus(NOT_ROLLED);
    return length(range.start().isAfter(from) ? range.start() : from, end(range));
  }

  /** How many whole days have no more than so many of the messages that a range's days have. */
  private double storedDays(Span range, double messages, double most) {
    var first = range.start().truncatedTo(ChronoUnit.DAYS);
    var days = Math.ceil(length(first, end(range)) / 86_400);
    // one that begins within a day meets another day
    var partial = first.equals(range.start()) ? 0 : 1;
    return messages == 0 ? 0 : Math.floor(most * days / messages) - partial;
  }

  private ProblemException refused(
      double rows, Duration range, long devices, Gathering gathering, boolean byMessages) {
    var fitting = new ArrayList<String>();
    if (range.isPositive()) {
      fitting.add("a range of " + range);
    }
    if (devices > 0) {
      fitting.add("%,d of the %,d devices".formatted(devices, gathering.devices().size()));
    }
    return ProblemException.of(
        ProblemType.OVER_BUDGET,
        "That would read some %,.0f rows, and %,d are the limit; %s %s."
            .formatted(
                rows,
                limits.maxRows(),
                fitting.isEmpty()
                    ? "what might fit are"
                    : String.join(" or ", fitting) + " would fit, and so might",
                byMessages
                    ? "buckets of 1h or more with aggregates that rollups hold (avg, min, max, sum,"
                        + " count, stddev, delta, increase, rate)"
                    : "buckets of 1d or more"));
  }

  private double seconds(Part part, Gathering gathering) {
    return seconds(part.spans().stream())
        + seconds(part.own().stream().map(DeviceSpan::span)) / gathering.devices().size();
  }

  private double seconds(Stream<Span> spans) {
    return spans.mapToDouble(this::length).sum();
  }

  private double length(Span span) {
    return length(span.start(), end(span));
  }

  private static double length(Instant start, Instant end) {
    return Math.max(0, Duration.between(start, end).toSeconds());
  }

  /** Nothing is expected after now. */
  private Instant end(Span span) {
    var now = clock.instant();
    return now.isBefore(span.end()) ? now : span.end();
  }
}
