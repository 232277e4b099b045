package io.sensormine.query.series;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The series asked for: by group, then by field, then by aggregate, each in the request's order.
 */
@Introspected
record SeriesAnswer(List<Series> series, Meta meta) {

  /**
   * One field of one group by one aggregate.
   *
   * @param group what the group is, such as {@code device} and its id; empty where all are one
   * @param unit that the points are in; null where there is none or it is not known
   * @param count readings behind the points
   */
  @Introspected
  record Series(
      Map<String, String> group,
      String field,
      String aggregate,
      @Nullable String unit,
      long count,
      List<Point> points) {}

  /**
   * How the answer came about.
   *
   * @param source where from; always {@code raw} so far
   * @param rowsRead messages
   * @param skipped values that are no numbers
   * @param unknownFields those of the request that no message read has and no schema version of
   *     theirs declares; none where nothing was read
   * @param truncated whether anything is left out
   */
  @Introspected
  record Meta(
      String source,
      String bucket,
      String timezone,
      long rowsRead,
      long skipped,
      List<String> unknownFields,
      boolean truncated,
      long elapsedMs) {}
}
