package io.sensormine.query.device;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How selections of devices are remembered.
 *
 * @param fresh for how long; zero for not at all
 * @param maxBytes of all together, about
 */
@ConfigurationProperties("sensormine.query.selections")
record SelectionSettings(
    @Bindable(defaultValue = "3s") Duration fresh,
    @Bindable(defaultValue = "67108864") long maxBytes) {
  SelectionSettings {
    if (fresh.isNegative() || fresh.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("fresh is up to 1 min");
    }
    if (maxBytes < 0) {
      throw new IllegalArgumentException("max-bytes is at least 0");
    }
  }
}
