package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands where a bucket has no readings. */
enum Fill {
  /** No point. */
  NONE,
  /** A point without a value. */
  NULL,
  /** The value of the bucket before; none before the first. */
  PREVIOUS,
  /** On the line between the neighbours, of numbers; none before the first and after the last. */
  LINEAR;

  /** As clients write it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Fill> ofCode(String code) {
    return Arrays.stream(values()).filter(fill -> fill.code().equals(code)).findFirst();
  }

  /**
   * The points of a series. A bucket that has readings has a point whatever its value.
   *
   * @param starts of its buckets, in order
   * @param filled which buckets have readings
   * @param values of its buckets, null where one has none
   */
  List<Point> points(List<Instant> starts, boolean[] filled, @Nullable JsonNode[] values) {
    var points = new ArrayList<Point>();
    int before = -1;
    int after = 0;
    for (int at = 0; at < values.length; at++) {
      var value = values[at];
      if (filled[at]) {
        before = value == null ? before : at;
      } else if (this == PREVIOUS && before >= 0) {
        value = values[before];
      } else if (this == LINEAR && before >= 0) {
        after = Math.max(after, at + 1);
        while (after < values.length && values[after] == null) {
          after++;
        }
        value = after < values.length ? between(starts, values, before, after, at) : null;
      }
      if (filled[at] || value != null || this != NONE) {
        points.add(new Point(starts.get(at), value));
      }
    }
    return points;
  }

  private static @Nullable JsonNode between(
      List<Instant> starts, @Nullable JsonNode[] values, int before, int after, int at) {
    var first = values[before];
    var last = values[after];
    if (first == null || last == null || !first.isNumber() || !last.isNumber()) {
      return null;
    }
    var share = (double) millis(starts, before, at) / (double) millis(starts, before, after);
    return DoubleNode.valueOf(first.doubleValue() * (1 - share) + last.doubleValue() * share);
  }

  private static long millis(List<Instant> starts, int from, int to) {
    return Duration.between(starts.get(from), starts.get(to)).toMillis();
  }
}
