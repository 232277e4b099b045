package io.sensormine.ingestion.store;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What the store remembers; {@code sensormine.ingestion.store.*}.
 *
 * @param knownDevices of how many devices it remembers when their latest messages were measured, so
 *     that new ones go a shorter way; about 200 bytes each
 */
@ConfigurationProperties("sensormine.ingestion.store")
public record StoreSettings(@Bindable(defaultValue = "100000") int knownDevices) {
  public StoreSettings {
    if (knownDevices < 0 || knownDevices > 100_000_000) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.store.known-devices is %d, but must be from 0 to 100000000"
              .formatted(knownDevices));
    }
  }
}
