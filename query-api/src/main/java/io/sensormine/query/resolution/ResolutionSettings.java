package io.sensormine.query.resolution;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How rollups are used.
 *
 * @param maxDirtyHours how many dirty hours of a query's devices are told apart, and those in which
 *     versions alternate, 1 to 1,000,000; where there are more, all devices are read by their
 *     messages from the first of them to the last
 */
@ConfigurationProperties("sensormine.query.rollups")
record ResolutionSettings(@Bindable(defaultValue = "10000") int maxDirtyHours) {
  ResolutionSettings {
    if (maxDirtyHours < 1 || maxDirtyHours > 1_000_000) {
      throw new IllegalArgumentException(
          "sensormine.query.rollups.max-dirty-hours is from 1 to 1,000,000");
    }
  }
}
