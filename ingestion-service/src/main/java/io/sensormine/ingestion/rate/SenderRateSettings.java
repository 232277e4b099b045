package io.sensormine.ingestion.rate;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Rates of messages that each replica bears; 0 a second switches one off; {@code
 * sensormine.ingestion.rates.*}.
 *
 * @param tenantPerSecond messages of all devices of a tenant
 * @param tenantBurst so many at once after a rest
 * @param devicePerSecond messages of one device
 * @param deviceBurst likewise
 * @param maxBuckets tenants and devices that are remembered, each kind for itself; of more the
 *     least used start afresh
 * @param patience how long a stream waits until it may go on; less than the server lets a
 *     connection idle
 */
@ConfigurationProperties("sensormine.ingestion.rates")
public record SenderRateSettings(
    @Bindable(defaultValue = "100000") int tenantPerSecond,
    @Bindable(defaultValue = "1000000") int tenantBurst,
    @Bindable(defaultValue = "10000") int devicePerSecond,
    @Bindable(defaultValue = "100000") int deviceBurst,
    @Bindable(defaultValue = "100000") int maxBuckets,
    @Bindable(defaultValue = "PT4M") Duration patience) {
  private static final int LARGEST = 100_000_000;

  public SenderRateSettings {
    within("tenant-per-second", tenantPerSecond, 0, LARGEST);
    within("tenant-burst", tenantBurst, 1, LARGEST);
    within("device-per-second", devicePerSecond, 0, LARGEST);
    within("device-burst", deviceBurst, 1, LARGEST);
    within("max-buckets", maxBuckets, 1, 10_000_000);
    if (patience.isNegative() || patience.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.rates.patience is %s, but must be from 0 to PT1H"
              .formatted(patience));
    }
  }

  private static void within(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.rates.%s is %d, but must be from %d to %d"
              .formatted(name, value, min, max));
    }
  }
}
