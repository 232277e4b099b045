package io.sensormine.ingestion.body;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Bounds the bytes of all bodies that are being read and judged, in all and of a tenant, so that
 * memory stays flat however many requests come. A body that is larger than that by itself is let in
 * where there is no other. Thread-safe.
 */
@Singleton
final class InFlight {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final BodySettings settings;
  private final Counter refused;
  private final Map<UUID, Long> tenants = new HashMap<>();
  private long all;

  InFlight(BodySettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.refused = meters.counter("sensormine.ingestion.bodies.refused");
    Gauge.builder("sensormine.ingestion.bodies.bytes", this, InFlight::bytes)
        .description("Bytes of bodies that are being read and judged")
        .baseUnit("bytes")
        .register(meters);
  }

  /** Room that one body takes, until closed. Not thread-safe by itself. */
  final class Lease implements AutoCloseable {
    private final UUID tenantId;
    private long bytes;

    private Lease(UUID tenantId) {
      this.tenantId = tenantId;
    }

    /** Takes more; 429 where the tenant has no more, 503 where nobody has. */
    void grow(long more) {
      take(this, more);
    }

    @Override
    public void close() {
      free(this);
    }
  }

  /** Takes room for a body that is expected to have so many bytes; 429 and 503 as for more. */
  Lease open(UUID tenantId, long bytes) {
    var lease = new Lease(tenantId);
    take(lease, bytes);
    return lease;
  }

  private synchronized void take(Lease lease, long more) {
    long ofTenant = tenants.getOrDefault(lease.tenantId, 0L);
    long share = (long) settings.maxInFlightBytes() * settings.tenantShare() / 100;
    if (!fits(ofTenant, lease.bytes, more, share)) {
      refused.increment();
      throw ProblemException.unavailable(
          ProblemType.TOO_MANY_REQUESTS,
          "Your tenant has more bodies under way than one tenant may have at a time; send this"
              + " again in a moment.",
          SOON,
          null);
    }
    if (!fits(all, lease.bytes, more, settings.maxInFlightBytes())) {
      refused.increment();
      throw ProblemException.unavailable(
          ProblemType.OVERLOADED,
          "More is being received than can be kept in memory; send this again in a moment.",
          SOON,
          null);
    }
    tenants.put(lease.tenantId, ofTenant + more);
    all += more;
    lease.bytes += more;
  }

  private static boolean fits(long used, long own, long more, long most) {
    return used + more <= most || used == own;
  }

  private synchronized void free(Lease lease) {
    tenants.computeIfPresent(
        lease.tenantId, (id, used) -> used == lease.bytes ? null : used - lease.bytes);
    all -= lease.bytes;
    lease.bytes = 0;
  }

  private synchronized long bytes() {
    return all;
  }
}
