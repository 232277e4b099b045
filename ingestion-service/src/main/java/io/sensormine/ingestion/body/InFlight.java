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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of all bodies that are being read and judged, in all and of a tenant, so that
 * memory stays flat however many requests come. One body at a time may go over: so the largest that
 * there may be gets in, and of bodies that are half read and have all the room, one goes on. It is
 * never more than the bound and one body. Thread-safe; blocks.
 */
@Singleton
final class InFlight {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final BodySettings settings;
  private final Counter refused;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Map<UUID, Usage> tenants = new HashMap<>();
  private final Usage all;

  InFlight(BodySettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.all = new Usage(settings.maxInFlightBytes());
    this.refused = meters.counter("sensormine.ingestion.bodies.refused");
    Gauge.builder("sensormine.ingestion.bodies.bytes", this, InFlight::bytes)
        .description("Bytes of bodies that are being read and judged")
        .baseUnit("bytes")
        .register(meters);
  }

  /** Bytes that are taken of so many, and who goes over that. */
  private static final class Usage {
    private final long most;
    private long bytes;
    private @Nullable Lease over;

    private Usage(long most) {
      this.most = most;
    }

    private boolean admits(Lease lease, long more) {
      return bytes + more <= most || over == null || over == lease;
    }

    private void add(Lease lease, long more) {
      bytes += more;
      if (bytes > most) {
        over = lease;
      }
    }

    private void remove(long less) {
      bytes -= less;
      if (bytes <= most) {
        over = null;
      }
    }
  }

  /** Room that one body takes, until closed. Not thread-safe by itself. */
  final class Lease implements AutoCloseable {
    private final UUID tenantId;
    private long bytes;

    private Lease(UUID tenantId) {
      this.tenantId = tenantId;
    }

    /**
     * Takes more, and waits for it for a while; then it gives back all that it has, and refuses:
     * 429 where the tenant has no more, 503 where nobody has.
     */
    void grow(long more) {
      take(this, more);
    }

    /** Takes more where there is room at once. */
    boolean tryGrow(long more) {
      return tryTake(this, more);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        free(this);
      } finally {
        lock.unlock();
      }
    }
  }

  /** A body that has come to nothing yet. */
  Lease open(UUID tenantId) {
    return new Lease(tenantId);
  }

  private void take(Lease lease, long more) {
    lock.lock();
    try {
      long nanos = settings.patience().toNanos();
      while (!tenantAdmits(lease, more) || !all.admits(lease, more)) {
        if (nanos <= 0) {
          throw refusal(lease, more);
        }
        nanos = freed.awaitNanos(nanos);
      }
      add(lease, more);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(lease, more);
    } finally {
      lock.unlock();
    }
  }

  private boolean tryTake(Lease lease, long more) {
    lock.lock();
    try {
      boolean fits = tenantAdmits(lease, more) && all.admits(lease, more);
      if (fits) {
        add(lease, more);
      }
      return fits;
    } finally {
      lock.unlock();
    }
  }

  private void add(Lease lease, long more) {
    tenants.computeIfAbsent(lease.tenantId, id -> new Usage(share())).add(lease, more);
    all.add(lease, more);
    lease.bytes += more;
  }

  private boolean tenantAdmits(Lease lease, long more) {
    var tenant = tenants.get(lease.tenantId);
    return tenant == null || tenant.admits(lease, more);
  }

  private long share() {
    return (long) settings.maxInFlightBytes() * settings.tenantShare() / 100;
  }

  /** Frees what the body has at once, so that the next who gives up sees it. */
  private ProblemException refusal(Lease lease, long more) {
    boolean isTenants = !tenantAdmits(lease, more);
    free(lease);
    refused.increment();
    return isTenants
        ? ProblemException.unavailable(
            ProblemType.TOO_MANY_REQUESTS,
            "Your tenant has more bodies under way than one tenant may have at a time; send this"
                + " again in a moment.",
            SOON,
            null)
        : ProblemException.unavailable(
            ProblemType.OVERLOADED,
            "More is being received than can be kept in memory; send this again in a moment.",
            SOON,
            null);
  }

  private void free(Lease lease) {
    tenants.computeIfPresent(
        lease.tenantId,
        (id, usage) -> {
          usage.remove(lease.bytes);
          return usage.bytes == 0 ? null : usage;
        });
    all.remove(lease.bytes);
    lease.bytes = 0;
    freed.signalAll();
  }

  private long bytes() {
    lock.lock();
    try {
      return all.bytes;
    } finally {
      lock.unlock();
    }
  }
}
