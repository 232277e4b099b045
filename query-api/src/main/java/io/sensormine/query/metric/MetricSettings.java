package io.sensormine.query.metric;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the list of metrics is made.
 *
 * @param fresh how long it is remembered; zero for not at all
 * @param maxRemembered metrics of all lists remembered
 * @param maxSchemalessTypes device types without a schema that one list looks at
 * @param sampledDevices whose readings are looked at, of each device type without a schema
 * @param sampledMessages of each such device, the newest; older ones count as far as rollups tell
 * @param seenWithin how far it looks back
 */
@ConfigurationProperties("sensormine.query.metrics")
record MetricSettings(
    @Bindable(defaultValue = "30s") Duration fresh,
    @Bindable(defaultValue = "200000") int maxRemembered,
    @Bindable(defaultValue = "100") int maxSchemalessTypes,
    @Bindable(defaultValue = "200") int sampledDevices,
    @Bindable(defaultValue = "20") int sampledMessages,
    @Bindable(defaultValue = "30d") Duration seenWithin) {
  MetricSettings {
    if (fresh.isNegative() || fresh.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("fresh is up to 1 h");
    }
    requireWithin("max-remembered", maxRemembered, 0, 100_000_000);
    requireWithin("max-schemaless-types", maxSchemalessTypes, 1, 10_000);
    requireWithin("sampled-devices", sampledDevices, 1, 10_000);
    requireWithin("sampled-messages", sampledMessages, 1, 1_000);
    if (seenWithin.compareTo(Duration.ofHours(1)) < 0
        || seenWithin.compareTo(Duration.ofDays(3_660)) > 0) {
      throw new IllegalArgumentException("seen-within is from 1 h to 3660 d");
    }
  }

  private static void requireWithin(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is from %,d to %,d".formatted(least, most));
    }
  }
}
