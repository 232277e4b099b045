package io.sensormine.query.resolution;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * How far the rollups can be relied on, as one snapshot of the database tells.
 *
 * @param rolledUntil hours that end by then have their cells, and so have days
 * @param rawFrom before this messages may have been dropped by retention
 * @param dirty hours, by device, whose cells are behind their messages
 * @param blurred where more hours than can be told apart are dirty: no cell of any device counts
 */
public record RollupState(
    Instant rolledUntil,
    Instant rawFrom,
    Map<UUID, NavigableSet<Instant>> dirty,
    Optional<Span> blurred) {

  /** The same where cells count only of a range's time whose messages may have been dropped. */
  public RollupState preferringMessages(Span range) {
    var from = rawFrom.isAfter(range.start()) ? rawFrom : range.start();
    return new RollupState(
        rolledUntil,
        rawFrom,
        Map.of(),
        from.isBefore(range.end()) ? Optional.of(new Span(from, range.end())) : Optional.empty());
  }

  /** The same where further hours of devices are dirty. */
  RollupState alsoDirty(Map<UUID, NavigableSet<Instant>> hours) {
    var all = new HashMap<>(dirty);
    hours.forEach((device, more) -> {
      var both = new TreeSet<>(more);
      both.addAll(all.getOrDefault(device, Collections.emptyNavigableSet()));
      all.put(device, both);
    });
    return new RollupState(rolledUntil, rawFrom, all, blurred);
  }
}
