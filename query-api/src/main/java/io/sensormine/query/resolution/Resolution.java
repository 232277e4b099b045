package io.sensormine.query.resolution;

import java.util.List;

/**
 * Where each instant of a query's range is read from, for each device exactly one of the three.
 *
 * @param days daily cells (UTC)
 * @param hours hourly cells
 * @param raw messages
 */
public record Resolution(Part days, Part hours, Part raw) {

  /** All of a range by its messages. */
  public static Resolution raw(Span range) {
    return new Resolution(
        Part.NOTHING, Part.NOTHING, new Part(List.of(range), List.of(), List.of()));
  }
}
