package io.sensormine.device.device;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What a search of devices may cost.
 *
 * @param statementTimeout how long one statement of it may take; 100 ms to 1 min
 */
@ConfigurationProperties("sensormine.device.search")
record SearchSettings(@Bindable(defaultValue = "PT10S") Duration statementTimeout) {
  SearchSettings {
    if (statementTimeout.compareTo(Duration.ofMillis(100)) < 0
        || statementTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "sensormine.device.search.statement-timeout must be from 100 ms to 1 min");
    }
  }
}
