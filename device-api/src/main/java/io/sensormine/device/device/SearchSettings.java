package io.sensormine.device.device;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What a search of devices may cost.
 *
 * @param statementTimeout how long one statement of it may take, of which a search runs several;
 *     100 ms to 25 s, so that the database gives up before the socket does, after 30 s
 */
@ConfigurationProperties("sensormine.device.search")
record SearchSettings(@Bindable(defaultValue = "PT10S") Duration statementTimeout) {
  SearchSettings {
    if (statementTimeout.compareTo(Duration.ofMillis(100)) < 0
        || statementTimeout.compareTo(Duration.ofSeconds(25)) > 0) {
      throw new IllegalArgumentException(
          "sensormine.device.search.statement-timeout must be from 100 ms to 25 s");
    }
  }
}
