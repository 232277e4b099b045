package io.sensormine.query.series;

import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.query.bucket.BucketSize;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query for series that can be answered, as far as its words tell.
 *
 * @param fields without repetition
 * @param from inclusive, before {@code to}
 * @param to exclusive
 * @param bucket null to have it chosen
 * @param points the most points of a series that has its bucket chosen; null for a good number
 */
record SeriesQuery(
    DeviceSelector devices,
    List<String> fields,
    Instant from,
    Instant to,
    @Nullable BucketSize bucket,
    @Nullable Integer points,
    ZoneId zone,
    List<Aggregate> aggregates,
    List<Grouping> groupBy,
    Fill fill,
    Map<String, String> units) {
  SeriesQuery {
    fields = List.copyOf(fields);
    aggregates = List.copyOf(aggregates);
    groupBy = List.copyOf(groupBy);
    units = Map.copyOf(units);
  }
}
