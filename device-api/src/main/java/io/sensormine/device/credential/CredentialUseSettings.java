package io.sensormine.device.credential;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the use of credentials is recorded; {@code sensormine.device.credential-uses.*}.
 *
 * @param flushInterval how long a use waits in memory before it is written; 100 ms to 1 h
 * @param maxPending how many credentials' uses may wait; 1 to 1,000,000
 */
@ConfigurationProperties("sensormine.device.credential-uses")
record CredentialUseSettings(
    @Bindable(defaultValue = "PT10S") Duration flushInterval,
    @Bindable(defaultValue = "100000") int maxPending) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST = 1_000_000;

  CredentialUseSettings {
    if (flushInterval.compareTo(SHORTEST) < 0 || flushInterval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "sensormine.device.credential-uses.flush-interval is from 100ms to 1h");
    }
    if (maxPending < 1 || maxPending > MOST) {
      throw new IllegalArgumentException(
          "sensormine.device.credential-uses.max-pending is from 1 to 1000000");
    }
  }
}
