package io.sensormine.kit.service;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Makes the meters of all HTTP clients alike. */
@Factory
final class ClientMeters {
  private static final String METER = "http.client.requests";
  private static final String SERVICE = "serviceId";

  /**
   * Prometheus refuses meters of one name with different tags; clients without a service have one
   * less.
   */
  @Singleton
  MeterFilter sameTags() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        return id.getName().equals(METER) && id.getTag(SERVICE) == null
            ? id.withTag(Tag.of(SERVICE, "none"))
            : id;
      }
    };
  }
}
