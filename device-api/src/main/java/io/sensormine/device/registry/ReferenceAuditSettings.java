package io.sensormine.device.registry;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When and how references to the registry are audited; {@code sensormine.device.reference-audit.*}.
 *
 * @param interval from the end of one run to the start of the next; 100 ms to 7 d
 * @param initialDelay from the start of the service to that of the first run; 0 to 1 d
 * @param batchSize how many device types are looked at together; 1 to 1,000, which is as many ids
 *     as the registry resolves in a call
 */
@ConfigurationProperties("sensormine.device.reference-audit")
record ReferenceAuditSettings(
    @Bindable(defaultValue = "PT1H") Duration interval,
    @Bindable(defaultValue = "PT1M") Duration initialDelay,
    @Bindable(defaultValue = "1000") int batchSize) {
  private static final String PREFIX = "sensormine.device.reference-audit.";
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration LATEST = Duration.ofDays(1);
  private static final int MOST = 1_000;

  ReferenceAuditSettings {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(PREFIX + "interval is from 100ms to 7d");
    }
    if (initialDelay.isNegative() || initialDelay.compareTo(LATEST) > 0) {
      throw new IllegalArgumentException(PREFIX + "initial-delay is from 0 to 1d");
    }
    if (batchSize < 1 || batchSize > MOST) {
      throw new IllegalArgumentException(PREFIX + "batch-size is from 1 to 1000");
    }
  }
}
