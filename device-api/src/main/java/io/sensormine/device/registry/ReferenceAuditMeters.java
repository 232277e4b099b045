package io.sensormine.device.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the last audit that went through has found, for Prometheus; NaN until there is one. */
@Singleton
final class ReferenceAuditMeters {
  private record Last(Map<ReferenceFinding.Kind, Long> findings, int failedTenants, Instant at) {}

  private volatile @Nullable Last last;

  ReferenceAuditMeters(MeterRegistry meters) {
    for (var kind : ReferenceFinding.Kind.values()) {
      Gauge.builder("sensormine.reference.audit.findings", () -> findings(kind))
          .description("Device types' references to the registry that dangle, of all tenants")
          .tag("kind", kind.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    Gauge.builder("sensormine.reference.audit.failed.tenants", this::failedTenants)
        .description("Tenants whose references could not be audited, and are not counted")
        .register(meters);
    Gauge.builder("sensormine.reference.audit.last.success.timestamp", this::lastSuccess)
        .description("When an audit of all tenants last went through, since the epoch")
        .baseUnit("seconds")
        .register(meters);
  }

  /**
   * An audit went through.
   *
   * @param findings of all tenants but those that failed
   */
  void found(Map<ReferenceFinding.Kind, Long> findings, int failedTenants, Instant at) {
    last = new Last(Map.copyOf(findings), failedTenants, at);
  }

  private double failedTenants() {
    var known = last;
    return known == null ? Double.NaN : known.failedTenants();
  }

  private double findings(ReferenceFinding.Kind kind) {
    var known = last;
    return known == null ? Double.NaN : known.findings().getOrDefault(kind, 0L);
  }

  private double lastSuccess() {
    var known = last;
    return known == null ? Double.NaN : known.at().toEpochMilli() / 1_000.0;
  }
}
