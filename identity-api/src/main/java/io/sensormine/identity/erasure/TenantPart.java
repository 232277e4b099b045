package io.sensormine.identity.erasure;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sensormine.kit.erasure.ErasureSettings;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.recurring.Recurring;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases identity-api's own part of a tenant once every other service has reported its own: what
 * the tenant is known by goes last. Each call of the database is one bounded transaction, and what
 * breaks off is taken up again.
 */
@Singleton
final class TenantPart implements Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(TenantPart.class);
  private static final int AT_ONCE = 100;

  private final ErasureRepository ledger;
  private final ErasureSettings settings;
  private final Clock clock;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile @Nullable PendingCount pending;
  private volatile boolean stopping;

  TenantPart(
      ErasureRepository ledger, ErasureSettings settings, Clock clock, MeterRegistry meters) {
    this.ledger = ledger;
    this.settings = settings;
    this.clock = clock;
    Gauge.builder("sensormine.erasures.pending", this::pending)
        .description("Erasures that some service has not completed")
        .register(meters);
    Gauge.builder("sensormine.erasures.oldest.age", this::oldestAge)
        .description("How long ago the oldest pending erasure was asked for; 0 where none is")
        .baseUnit("seconds")
        .register(meters);
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    try {
      var allWell = eraseAll();
      pending = ledger.count();
      if (allWell && failing.getAndSet(false)) {
        LOG.info("Erasing goes on again");
      }
    } catch (RuntimeException away) {
      tell(away);
    }
  }

  /** Tries each that is ripe; false where one broke off, which keeps none of the others. */
  private boolean eraseAll() {
    var allWell = true;
    var some = ledger.ripe(null, AT_ONCE);
    while (!some.isEmpty() && !stopping) {
      for (var erasure : some) {
        allWell &= isDone(erasure);
      }
      some = ledger.ripe(some.getLast(), AT_ONCE);
    }
    return allWell;
  }

  private boolean isDone(UUID erasure) {
    try {
      var done = false;
      while (!stopping && !done) {
        done = ledger.eraseTenant(erasure, settings.maxRows(), clock.instant(), Ids.next());
      }
      return true;
    } catch (RuntimeException brokenOff) {
      tell(brokenOff);
      return false;
    }
  }

  private void tell(RuntimeException error) {
    if (!stopping && !failing.getAndSet(true)) {
      LOG.warn("Erasing broke off, and will be taken up again", error);
    }
  }

  private double pending() {
    var known = pending;
    return known == null ? Double.NaN : known.pending();
  }

  private double oldestAge() {
    var known = pending;
    if (known == null) {
      return Double.NaN;
    }
    var oldest = known.oldest();
    return oldest == null ? 0 : Duration.between(oldest, clock.instant()).toMillis() / 1_000.0;
  }
}
