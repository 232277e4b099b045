package io.sensormine.query.series;

import io.sensormine.query.gather.Gathering;
import io.sensormine.query.gather.LinkStore;
import io.sensormine.query.gather.PredecessorStore;
import io.sensormine.query.resolution.Resolution;
import io.sensormine.query.resolution.ResolutionPlanner;
import io.sensormine.query.resolution.RollupState;
import io.sensormine.query.resolution.RollupStates;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads what increases are summed of. Cells of several schema versions that overlap in time do not
 * tell the steps between their readings: hours in which a device has such are read from messages.
 */
@Singleton
final class IncreaseGatherer {
  /** Cells of hours may be found to overlap only where a day is read hour by hour. */
  private static final int MAX_ROUNDS = 3;

  private final PredecessorStore predecessors;
  private final LinkStore links;
  private final RollupStates rollups;

  IncreaseGatherer(PredecessorStore predecessors, LinkStore links, RollupStates rollups) {
    this.predecessors = predecessors;
    this.links = links;
    this.rollups = rollups;
  }

  /** Refuses what would read too much. */
  @FunctionalInterface
  interface Check {
    void of(Resolution resolution) throws SQLException;
  }

  /**
   * What was read.
   *
   * @param from where from, in the end
   */
  record Read(IncreaseFold fold, Resolution from) {}

  /**
   * Reads.
   *
   * @param state that the first plan is by
   * @param check asked for each further plan
   */
  Read read(
      Connection connection,
      Gathering gathering,
      FieldNames names,
      FieldUnits units,
      RollupState state,
      Check check)
      throws SQLException {
    var fold = new IncreaseFold(names, units, gathering, state.rawFrom(), rollups.maxHoursApart());
    predecessors.numbers(
        connection, gathering, names.lookups(), fold::predecessor, fold::allHavePredecessors);
    var range = gathering.range();
    var counting = state;
    for (int round = 1; ; round++) {
      var resolution = ResolutionPlanner.plan(gathering.buckets(), range, counting);
      if (round > 1) {
        check.of(resolution);
        fold.startAgain();
      }
      links.read(connection, gathering, resolution, fold::add);
      var overlaps = fold.overlaps();
      if (overlaps.isEmpty() || round > MAX_ROUNDS) {
        return new Read(fold, resolution);
      }
      counting =
          round < MAX_ROUNDS
              ? rollups.without(counting, overlaps, range)
              : state.preferringMessages(range);
    }
  }
}
