package io.sensormine.query.raw;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many whole ranges are being sent at once, of a tenant and in all. Nobody waits for a
 * place: one may be held for as long as its client likes to take. Thread-safe.
 */
@Singleton
final class ExportPlaces {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ExportSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  // without tenants that have none
  private final Map<UUID, Integer> taken = new HashMap<>();
  private int all;

  ExportPlaces(ExportSettings settings) {
    this.settings = settings;
  }

  /** A place, held until it is closed, by whichever thread; closing it again does nothing. */
  @FunctionalInterface
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A place for the tenant at hand; 429 where it has as many as it may, 503 where all tenants
   * together do.
   */
  Place take() {
    var tenantId = TenantContext.required();
    lock.lock();
    try {
      int mine = taken.getOrDefault(tenantId, 0);
      if (mine == settings.maxConcurrentPerTenant()) {
        throw full(
            ProblemType.TOO_MANY_REQUESTS,
            "%d whole ranges are being sent to your tenant already, as many as may be; try again, or ask for pages of JSON.",
            mine);
      }
      if (all == settings.maxConcurrent()) {
        throw full(
            ProblemType.OVERLOADED,
            "%d whole ranges are being sent already, as many as may be; try again, or ask for pages of JSON.",
            all);
      }
      taken.put(tenantId, mine + 1);
      all++;
    } finally {
      lock.unlock();
    }
    var held = new AtomicBoolean(true);
    return () -> {
      if (held.getAndSet(false)) {
        giveBack(tenantId);
      }
    };
  }

  private void giveBack(UUID tenantId) {
    lock.lock();
    try {
      all--;
      taken.computeIfPresent(tenantId, (any, places) -> places == 1 ? null : places - 1);
    } finally {
      lock.unlock();
    }
  }

  private static ProblemException full(ProblemType type, String detail, int limit) {
    return ProblemException.unavailable(type, detail.formatted(limit), RETRY_AFTER, null);
  }
}
