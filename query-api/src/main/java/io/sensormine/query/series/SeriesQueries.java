package io.sensormine.query.series;

import io.sensormine.query.bucket.Buckets;
import io.sensormine.query.device.Devices;
import io.sensormine.query.series.SeriesStore.Cell;
import io.sensormine.query.unit.DeclaredFields;
import io.sensormine.query.unit.SchemaVersions;
import io.sensormine.query.unit.UnitPlan;
import io.sensormine.query.unit.UnitPlanner;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Answers queries for series. */
@Singleton
final class SeriesQueries {
  private final Devices devices;
  private final SeriesPlanner planner;
  private final SeriesStore store;
  private final SchemaVersions versions;
  private final UnitPlanner unitPlanner;

  SeriesQueries(
      Devices devices,
      SeriesPlanner planner,
      SeriesStore store,
      SchemaVersions versions,
      UnitPlanner unitPlanner) {
    this.devices = devices;
    this.planner = planner;
    this.store = store;
    this.versions = versions;
    this.unitPlanner = unitPlanner;
  }

  SeriesAnswer answer(SeriesQuery query) {
    long start = System.nanoTime();
    var groups = Groups.of(devices.select(query.devices()), query.groupBy());
    var buckets = planner.plan(query, groups.keys().size());
    List<Cell> cells =
        groups.devices().isEmpty()
            ? List.of()
            : store.gather(groups, query.fields(), query.from(), query.to(), buckets);
    var declared =
        versions.declared(cells.stream().map(Cell::versionId).collect(Collectors.toSet()));
    var series = series(query, groups, buckets, cells, declared);
    return new SeriesAnswer(
        series,
        new SeriesAnswer.Meta(
            "raw",
            buckets.size().toString(),
            query.zone().getId(),
            cells.stream().filter(cell -> cell.field() == 0).mapToLong(Cell::messages).sum(),
            cells.stream().mapToLong(Cell::skipped).sum(),
            unknown(query.fields(), cells, declared),
            false,
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
  }

  private List<SeriesAnswer.Series> series(
      SeriesQuery query,
      Groups groups,
      Buckets buckets,
      List<Cell> cells,
      Map<UUID, DeclaredFields> declared) {
    Map<Integer, Map<Integer, List<Cell>>> byGroup =
        cells.stream()
            .filter(cell -> cell.tally() != null)
            .collect(Collectors.groupingBy(Cell::group, Collectors.groupingBy(Cell::field)));
    var plans = unitPlans(query, cells, declared);
    var all = new ArrayList<SeriesAnswer.Series>();
    for (int group = 0; group < groups.keys().size(); group++) {
      var ofGroup = byGroup.getOrDefault(group, Map.of());
      for (int field = 0; field < query.fields().size(); field++) {
        var ofField = ofGroup.getOrDefault(field, List.of());
        if (!ofField.isEmpty()) {
          var tallies = new Tallies(buckets, ofField, plans.get(field));
          for (var aggregate : query.aggregates()) {
            all.add(
                tallies.series(
                    groups.keys().get(group), query.fields().get(field), aggregate, query.fill()));
          }
        }
      }
    }
    return all;
  }

  private List<UnitPlan> unitPlans(
      SeriesQuery query, List<Cell> cells, Map<UUID, DeclaredFields> declared) {
    var plans = new ArrayList<UnitPlan>();
    for (int at = 0; at < query.fields().size(); at++) {
      int index = at;
      var field = query.fields().get(at);
      var versionIds =
          cells.stream()
              .filter(cell -> cell.field() == index && cell.tally() != null)
              .map(Cell::versionId)
              .collect(Collectors.toSet());
      plans.add(unitPlanner.plan(field, versionIds, declared, query.units().get(field)));
    }
    return plans;
  }

  private static List<String> unknown(
      List<String> fields, List<Cell> cells, Map<UUID, DeclaredFields> declared) {
    var present = cells.stream().filter(Cell::present).map(Cell::field).collect(Collectors.toSet());
    var unknown = new ArrayList<String>();
    if (cells.isEmpty()) {
      // where nothing was read, nothing tells what there might be
      return unknown;
    }
    for (int at = 0; at < fields.size(); at++) {
      var field = fields.get(at);
      if (!present.contains(at)
          && declared.values().stream().noneMatch(version -> version.declares(field))) {
        unknown.add(field);
      }
    }
    return unknown;
  }
}
