package io.sensormine.query.series;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.query.device.Devices;
import io.sensormine.query.evolution.Lineages;
import io.sensormine.query.gather.Gathering;
import io.sensormine.query.resolution.Span;
import io.sensormine.query.telemetry.QueryLimits;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Answers queries for series. */
@Singleton
final class SeriesQueries {
  private final Devices devices;
  private final Lineages lineages;
  private final SeriesPlanner planner;
  private final SeriesGatherer gatherer;
  private final QueryLimits limits;
  private final Clock clock;

  SeriesQueries(
      Devices devices,
      Lineages lineages,
      SeriesPlanner planner,
      SeriesGatherer gatherer,
      QueryLimits limits,
      Clock clock) {
    this.limits = limits;
    this.devices = devices;
    this.lineages = lineages;
    this.planner = planner;
    this.gatherer = gatherer;
    this.clock = clock;
  }

  SeriesAnswer answer(SeriesQuery query) {
    long start = System.nanoTime();
    var selection = devices.selection(query.devices());
    var groups = Groups.of(selection.items(), query.groupBy());
    var buckets = planner.plan(query, groups.keys().size());
    if (groups.devices().isEmpty()) {
      return answer(query, buckets.size().toString(), start);
    }
    var names = new FieldNames(query.fields(), lineages.of(selection.deviceTypes()));
    var gathering =
        new Gathering(
            groups.devices().stream().map(DeviceSelection.Item::id).toList(),
            groups.of(),
            names.names(),
            buckets,
            new Span(query.from(), query.to()));
    var coverage =
        new Coverage(groups, selection.deviceTypes(), gathering.range(), clock.instant());
    var gathered =
        gatherer.gather(query, gathering, names, coverage.perSecond(limits.assumedInterval()));
    var figures = new SeriesFigures(gathered, groups, coverage);
    var series = figures.series(query);
    return new SeriesAnswer(
        series,
        new SeriesAnswer.Meta(
            gathered.source(),
            buckets.size().toString(),
            query.zone().getId(),
            gathered.rowsRead(),
            figures.skipped(query),
            gathered.unknown().stream().map(query.fields()::get).toList(),
            false,
            elapsed(start)));
  }

  /** Without a device. */
  private static SeriesAnswer answer(SeriesQuery query, String bucket, long start) {
    return new SeriesAnswer(
        List.of(),
        new SeriesAnswer.Meta(
            "raw", bucket, query.zone().getId(), 0, 0, List.of(), false, elapsed(start)));
  }

  private static long elapsed(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
