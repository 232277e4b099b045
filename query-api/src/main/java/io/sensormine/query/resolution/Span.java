package io.sensormine.query.resolution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time that is not empty.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record Span(Instant start, Instant end) {
  public Span {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("a span from " + start + " to " + end + " is empty");
    }
  }

  /** The same time in as few spans as can be; given in order, without overlap. */
  static List<Span> joined(List<Span> spans) {
    var joined = new ArrayList<Span>();
    for (var span : spans) {
      if (!joined.isEmpty() && joined.getLast().end.equals(span.start)) {
        joined.add(new Span(joined.removeLast().start, span.end));
      } else {
        joined.add(span);
      }
    }
    return joined;
  }
}
