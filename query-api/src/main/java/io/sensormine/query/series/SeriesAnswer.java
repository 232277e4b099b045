package io.sensormine.query.series;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.query.format.LongTable;
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
   * @param expected how many there should be by the device types' expected intervals, up to now;
   *     null where one of the types has none
   * @param coverage the share of the expected that came, 1 for all; null where none is expected
   * @param newestAgeSeconds how long ago the newest of them was; below 0 where it is ahead of now
   */
  @Introspected
  record Series(
      Map<String, String> group,
      String field,
      String aggregate,
      @Nullable String unit,
      long count,
      @Nullable Long expected,
      @Nullable Double coverage,
      double newestAgeSeconds,
      @JsonSerialize(using = PointsJson.class) List<Point> points)
      implements LongTable.Series {}

  /**
   * How the answer came about.
   *
   * @param source where from: {@code raw} (messages), {@code 1h} or {@code 1d} (hourly or daily
   *     rollups), or {@code mixed}
   * @param rowsRead messages, readings and cells of rollups
   * @param skipped texts among numbers that were read; rollups hold numbers only, so that those of
   *     hours answered from rollups, which only fields that no schema version declares can have,
   *     are not counted
   * @param unknownFields those of the request that no message has and no schema version of theirs
   *     declares; none where there is no message
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
