package io.sensormine.ingestion.status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;

/** Devices by status for Prometheus, of all tenants, as the database has them. */
@Singleton
final class StatusMeters {
  private final AtomicReference<Counts> told =
      new AtomicReference<>(new Counts(Double.NaN, Double.NaN));

  /** How many devices are what; NaN before it is known. */
  record Counts(double online, double offline) {}

  StatusMeters(MeterRegistry meters) {
    Gauge.builder("sensormine.ingestion.devices", told, counts -> counts.get().online())
        .description("Devices that are online or offline, of all tenants")
        .tag("status", "online")
        .register(meters);
    Gauge.builder("sensormine.ingestion.devices", told, counts -> counts.get().offline())
        .description("Devices that are online or offline, of all tenants")
        .tag("status", "offline")
        .register(meters);
  }

  void tell(Counts counts) {
    told.set(counts);
  }
}
