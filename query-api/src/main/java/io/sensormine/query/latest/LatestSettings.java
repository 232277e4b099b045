package io.sensormine.query.latest;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much an answer of newest values may hold.
 *
 * @param maxBytes of values as JSON and their fields' names, 100 more for each; 1 to 1 GiB
 */
@ConfigurationProperties("sensormine.query.latest")
record LatestSettings(@Bindable(defaultValue = "67108864") int maxBytes) {
  LatestSettings {
    if (maxBytes < 1 || maxBytes > 1 << 30) {
      throw new IllegalArgumentException("max-bytes is from 1 to 1 GiB");
    }
  }
}
