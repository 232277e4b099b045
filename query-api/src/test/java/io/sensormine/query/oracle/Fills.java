package io.sensormine.query.oracle;

import io.sensormine.query.oracle.Oracle.Series;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The points of a series, those of its empty buckets too. */
record Fills(Series series, String fill) {
  /** A point. */
  record Point(Instant time, @Nullable Object value) {}

  List<Point> points() {
    var points = new ArrayList<Point>();
    for (int at = 0; at < series.cells().size(); at++) {
      if (series.cells().get(at).hasReadings() || !fill.equals("none")) {
        points.add(new Point(series.cells().get(at).start(), value(at)));
      }
    }
    return points;
  }

  private @Nullable Object value(int at) {
    if (series.cells().get(at).hasReadings()) {
      return series.cells().get(at).value();
    }
    int before = at;
    while (before >= 0 && !series.cells().get(before).hasReadings()) {
      before--;
    }
    int after = at;
    while (after < series.cells().size() && !series.cells().get(after).hasReadings()) {
      after++;
    }
    if (fill.equals("previous")) {
      return before < 0 ? null : series.cells().get(before).value();
    }
    if (fill.equals("linear") && before >= 0 && after < series.cells().size()) {
      return between(before, after, at);
    }
    return null;
  }

  private @Nullable Object between(int before, int after, int at) {
    if (!(series.cells().get(before).value() instanceof BigDecimal first)
        || !(series.cells().get(after).value() instanceof BigDecimal last)) {
      return null;
    }
    var share = seconds(before, at).divide(seconds(before, after), MathContext.DECIMAL128);
    return first.add(last.subtract(first).multiply(share));
  }

  private BigDecimal seconds(int from, int to) {
    return BigDecimal.valueOf(
        Duration.between(series.cells().get(from).start(), series.cells().get(to).start())
            .toSeconds());
  }
}
