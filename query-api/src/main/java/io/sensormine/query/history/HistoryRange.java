package io.sensormine.query.history;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.query.telemetry.Refusals;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which time is asked for, and from which end.
 *
 * @param from inclusive; {@link OffsetDateTime#MIN} for the beginning of time
 * @param to exclusive; {@link OffsetDateTime#MAX} for its end
 */
record HistoryRange(OffsetDateTime from, OffsetDateTime to, boolean ascending) {

  /** Reads what lists of this package take; 422 for a bad range, 400 for another order. */
  static HistoryRange of(@Nullable String from, @Nullable String to, @Nullable String order) {
    if (order != null && !order.equals("asc") && !order.equals("desc")) {
      throw ProblemException.at(
          "/order", ProblemType.INVALID_PARAMETER, "order is asc or desc (the default).");
    }
    var refusals = new Refusals();
    var start = time(refusals, "/from", from);
    var end = time(refusals, "/to", to);
    refusals.range(start, end);
    refusals.check();
    return new HistoryRange(
        start.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(OffsetDateTime.MIN),
        end.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(OffsetDateTime.MAX),
        "asc".equals(order));
  }

  private static Optional<Instant> time(Refusals refusals, String path, @Nullable String given) {
    return given == null ? Optional.empty() : refusals.time(path, TextNode.valueOf(given));
  }
}
