package io.sensormine.standalone.simulate.generate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One field of one device: what it measures, message by message. Not thread-safe. */
@FunctionalInterface
interface Source {
  /**
   * Its next value.
   *
   * @param time when it is measured
   */
  JsonNode next(Instant time);
}
