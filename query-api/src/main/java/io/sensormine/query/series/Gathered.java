package io.sensormine.query.series;

import io.sensormine.query.gather.Cell;
import io.sensormine.query.gather.Gathering;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read for a query.
 *
 * @param increases null where no aggregate needs them
 * @param spreads null where no aggregate needs them
 * @param unknown fields, as indexes, that no message has and no version declares
 * @param source where from, as the answer tells it
 */
record Gathered(
    Gathering gathering,
    FieldNames names,
    FieldUnits units,
    List<Cell> cells,
    @Nullable IncreaseFold increases,
    @Nullable SpreadFold spreads,
    Set<Integer> unknown,
    String source) {

  /** How many rows that were. */
  long rowsRead() {
    return cells.stream().mapToLong(Cell::rows).sum()
        + (increases == null ? 0 : increases.rows())
        + (spreads == null ? 0 : spreads.rows());
  }
}
