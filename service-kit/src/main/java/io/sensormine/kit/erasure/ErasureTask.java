package io.sensormine.kit.erasure;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.sensormine.contracts.identity.ErasedPart;
import io.sensormine.contracts.identity.ErasureSubject;
import io.sensormine.contracts.identity.PendingErasure;
import io.sensormine.kit.recurring.Recurring;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks identity-api from time to time what is to be erased, erases the service's part and reports
 * it. What breaks off is taken up again at the next look.
 */
@Singleton
@Requires(beans = ErasedData.class)
final class ErasureTask implements Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(ErasureTask.class);

  private final ErasedData data;
  private final ErasureChunks chunks;
  private final ErasureClient ledger;
  private final ErasureSettings settings;
  private final Clock clock;
  private final String service;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile boolean stopping;

  ErasureTask(
      ErasedData data,
      ErasureChunks chunks,
      ErasureClient ledger,
      ErasureSettings settings,
      Clock clock,
      @Value("${micronaut.application.name}") String service) {
    this.data = data;
    this.chunks = chunks;
    this.ledger = ledger;
    this.settings = settings;
    this.clock = clock;
    this.service = service;
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public void stop() {
    stopping = true;
    chunks.stop();
  }

  @Override
  public void run() {
    try {
      var failed = 0;
      var some = pending(null);
      while (!some.isEmpty() && !stopping) {
        for (var erasure : some) {
          failed += isDone(erasure) ? 0 : 1;
        }
        // past what has to wait or broke off, which keeps nothing else
        some = pending(some.getLast().id());
      }
      if (failed == 0 && failing.getAndSet(false)) {
        LOG.info("Erasing goes on again");
      }
    } catch (RuntimeException away) {
      tell("What is to be erased cannot be asked for: {}", away);
    }
  }

  @SuppressWarnings("NullAway") // a 404 comes as null, whatever the signature says
  private List<PendingErasure> pending(@Nullable UUID after) {
    var pending = ledger.pendingErasures(service, after);
    if (pending == null) {
      throw new IllegalStateException("identity-api does not tell what is to be erased");
    }
    return pending.items();
  }

  /** Does one; false where that failed. */
  private boolean isDone(PendingErasure erasure) {
    if (stopping || clock.instant().isBefore(erasure.requestedAt().plus(settle(erasure)))) {
      return true;
    }
    try {
      if (TenantContext.in(erasure.tenantId(), () -> data.erase(erasure, chunks))) {
        var part = new ErasedPart(service, chunks.counts(erasure.id()));
        ledger.reportErasedPart(erasure.id(), part);
        LOG.info("Erased the part of erasure {}: {}", erasure.id(), part.counts());
      }
      return true;
    } catch (RuntimeException brokenOff) {
      tell("An erasure broke off, and will be taken up again: {}", brokenOff);
      return false;
    }
  }

  private Duration settle(PendingErasure erasure) {
    var device = data.deviceSettle();
    if (erasure.subject() == ErasureSubject.DEVICE) {
      return device;
    }
    var tenant = settings.tenantSettle();
    return tenant.compareTo(device) > 0 ? tenant : device;
  }

  private void tell(String what, RuntimeException error) {
    if (!stopping && !failing.getAndSet(true)) {
      LOG.warn(what, error.toString(), error);
    }
  }
}
