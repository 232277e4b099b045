package io.sensormine.query.series;

import io.sensormine.query.gather.Cell;
import io.sensormine.query.gather.CellStore;
import io.sensormine.query.gather.Detail;
import io.sensormine.query.gather.Gathering;
import io.sensormine.query.gather.PredecessorStore;
import io.sensormine.query.gather.PresenceStore;
import io.sensormine.query.gather.ReadingStore;
import io.sensormine.query.resolution.Resolution;
import io.sensormine.query.resolution.ResolutionPlanner;
import io.sensormine.query.resolution.RollupState;
import io.sensormine.query.resolution.RollupStates;
import io.sensormine.query.series.Aggregate.Source;
import io.sensormine.query.telemetry.QueryLimits;
import io.sensormine.query.telemetry.TelemetryDatabase;
import io.sensormine.query.unit.SchemaVersions;
import io.sensormine.query.unit.UnitPlanner;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Reads what a query needs, all of it as one snapshot of the database tells: cells always, links
 * and readings where an aggregate asks for them.
 */
@Singleton
final class SeriesGatherer {
  private static final String OUT_OF_RANGE = "22003";

  private final TelemetryDatabase database;
  private final RollupStates rollups;
  private final CellStore cells;
  private final IncreaseGatherer links;
  private final ReadingStore readings;
  private final PredecessorStore predecessors;
  private final PresenceStore presence;
  private final SchemaVersions versions;
  private final UnitPlanner unitPlanner;
  private final ReadingBudget budget;
  private final QueryLimits limits;
  private final Clock clock;

  SeriesGatherer(
      TelemetryDatabase database,
      RollupStates rollups,
      CellStore cells,
      IncreaseGatherer links,
      ReadingStore readings,
      PredecessorStore predecessors,
      PresenceStore presence,
      SchemaVersions versions,
      UnitPlanner unitPlanner,
      ReadingBudget budget,
      QueryLimits limits,
      Clock clock) {
    this.database = database;
    this.rollups = rollups;
    this.cells = cells;
    this.links = links;
    this.readings = readings;
    this.predecessors = predecessors;
    this.presence = presence;
    this.versions = versions;
    this.unitPlanner = unitPlanner;
    this.budget = budget;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Reads; 422 where that is over budget or a unit cannot be had.
   *
   * @param perSecond how many messages all the devices send in a second
   */
  Gathered gather(SeriesQuery query, Gathering gathering, FieldNames names, double perSecond) {
    return gather(query, gathering, names, perSecond, true)
        .or(() -> gather(query, gathering, names, perSecond, false))
        .orElseThrow();
  }

  /**
   * Reads from rollups where that may be.
   *
   * @return empty where rollups do not tell all that is asked for, and were read
   */
  private Optional<Gathered> gather(
      SeriesQuery query,
      Gathering gathering,
      FieldNames names,
      double perSecond,
      boolean rolledUp) {
    return database.readSnapshot(connection -> {
      var range = gathering.range();
      var state = rollups.read(connection, gathering.devices().toArray(UUID[]::new), range);
      return gather(
          connection,
          query,
          gathering,
          names,
          perSecond,
          rolledUp ? state : state.preferringMessages(range),
          rolledUp);
    });
  }

  private Optional<Gathered> gather(
      Connection connection,
      SeriesQuery query,
      Gathering gathering,
      FieldNames names,
      double perSecond,
      RollupState state,
      boolean rolledUp)
      throws SQLException {
    var resolution = ResolutionPlanner.plan(gathering.buckets(), gathering.range(), state);
    var single = query.aggregates().stream().anyMatch(one -> byReadings(one, names));
    int oneByOne = single ? names.fields().size() : 0;
    budget.check(connection, gathering, resolution, perSecond, oneByOne);
    var fromRollups = rolledUp && !(resolution.hours().isEmpty() && resolution.days().isEmpty());
    var cells = cells(connection, gathering, resolution, detail(query), fromRollups);
    if (cells.isEmpty()) {
      return Optional.empty();
    }
    var found = cells.get();
    var units = new FieldUnits(names, found, query.units(), unitPlanner, versions);
    if (fromRollups && endsMayBeBooleans(query, names, units, found)) {
      return Optional.empty();
    }
    var increases =
        query.aggregates().stream().anyMatch(one -> one.source() == Source.LINKS)
            ? links.read(
                connection,
                gathering,
                names,
                units,
                state,
                plan -> budget.check(connection, gathering, plan, perSecond, oneByOne))
            : null;
    return Optional.of(
        new Gathered(
            gathering,
            names,
            units,
            found,
            increases == null ? null : increases.fold(),
            single ? spreads(connection, query, gathering, names, units) : null,
            unknown(connection, gathering, names, units, found),
            source(query, names, resolution, increases == null ? resolution : increases.from())));
  }

  /** Rollups hold booleans as 0 and 1, and what no version declares may have been one. */
  private static boolean endsMayBeBooleans(
      SeriesQuery query, FieldNames names, FieldUnits units, List<Cell> found) {
    return (query.aggregates().contains(Aggregate.FIRST)
            || query.aggregates().contains(Aggregate.LAST))
        && found.stream()
            .filter(cell -> cell.tally() != null)
            .anyMatch(cell ->
                IntStream.of(names.fieldsAt(cell.versionId(), cell.name()))
                    .anyMatch(field ->
                        names.holdsNumbers(field) && !units.declares(cell.versionId(), field)));
  }

  /**
   * The cells; empty where figures of rollups add up to what no double holds, or deviations of one
   * do, and messages may tell it exactly.
   */
  private Optional<List<Cell>> cells(
      Connection connection,
      Gathering gathering,
      Resolution resolution,
      Detail detail,
      boolean fromRollups)
      throws SQLException {
    try {
      return Optional.of(cells.gather(connection, gathering, resolution, detail))
          .filter(found ->
              !fromRollups
                  || !detail.squares()
                  || found.stream().allMatch(SeriesGatherer::tellsSquares));
    } catch (SQLException e) {
      if (fromRollups && OUT_OF_RANGE.equals(e.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean tellsSquares(Cell cell) {
    return cell.tally() == null || cell.tally().squares() != null;
  }

  private static Detail detail(SeriesQuery query) {
    var asked = query.aggregates();
    return new Detail(
        asked.contains(Aggregate.MIN) || asked.contains(Aggregate.MAX),
        asked.contains(Aggregate.STDDEV),
        asked.contains(Aggregate.FIRST)
            || asked.contains(Aggregate.LAST)
            || asked.contains(Aggregate.DELTA));
  }

  private SpreadFold spreads(
      Connection connection,
      SeriesQuery query,
      Gathering gathering,
      FieldNames names,
      FieldUnits units)
      throws SQLException {
    var holding = query.aggregates().stream().anyMatch(Aggregate::holding);
    var fold = new SpreadFold(query, names, units, gathering, limits.maxPoints(), clock.instant());
    if (holding) {
      var lookups = names.lookups();
      predecessors.texts(connection, gathering, lookups, fold::predecessor);
      predecessors.numbers(
          connection, gathering, lookups, fold::predecessor, fold::allHavePredecessors);
    }
    readings.read(connection, gathering, fold::add);
    fold.finish();
    return fold;
  }

  /** Whether some field's values must be read one by one for an aggregate. */
  private static boolean byReadings(Aggregate aggregate, FieldNames names) {
    return IntStream.range(0, names.fields().size())
        .anyMatch(field -> byReadings(aggregate, field, names));
  }

  /** Whether a field's values must be read one by one for an aggregate. */
  static boolean byReadings(Aggregate aggregate, int field, FieldNames names) {
    return aggregate.source() == Source.READINGS
        || (aggregate.source() == Source.ENDS && !names.holdsNumbers(field));
  }

  private Set<Integer> unknown(
      Connection connection,
      Gathering gathering,
      FieldNames names,
      FieldUnits units,
      List<Cell> found)
      throws SQLException {
    var unknown = new TreeSet<Integer>();
    var present = new HashSet<Integer>();
    for (var cell : found) {
      if (cell.present()) {
        for (var field : names.fieldsAt(cell.versionId(), cell.name())) {
          present.add(field);
        }
      }
    }
    for (int field = 0; field < names.fields().size(); field++) {
      if (!present.contains(field) && !units.declared(field) && !names.declared(field)) {
        unknown.add(field);
      }
    }
    if (!unknown.isEmpty() && !presence.anyMessage(connection, gathering)) {
      // where there is no message, nothing tells what there might be
      return Set.of();
    }
    if (!unknown.isEmpty()) {
      var there = presence.present(connection, gathering);
      unknown.removeIf(field -> there.contains(names.fields().get(field)));
    }
    return unknown;
  }

  /** Increases may be read from elsewhere than what else is told of cells. */
  private static String source(
      SeriesQuery query, FieldNames names, Resolution resolution, Resolution linked) {
    var sources = new TreeSet<String>();
    for (var aggregate : query.aggregates()) {
      for (int field = 0; field < names.fields().size(); field++) {
        if (byReadings(aggregate, field, names)) {
          sources.add("raw");
        } else {
          addAll(sources, resolution);
          addAll(sources, linked);
        }
      }
    }
    return sources.size() == 1 ? sources.first() : "mixed";
  }

  private static void addAll(Set<String> sources, Resolution resolution) {
    if (!resolution.raw().isEmpty()) {
      sources.add("raw");
    }
    if (!resolution.hours().isEmpty()) {
      sources.add("1h");
    }
    if (!resolution.days().isEmpty()) {
      sources.add("1d");
    }
  }
}
