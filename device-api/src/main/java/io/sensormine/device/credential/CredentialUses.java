package io.sensormine.device.credential;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers when credentials are used and writes that in batches: a verification writes nothing and
 * waits for nothing. What could not be written waits for the next time. Thread-safe.
 */
@Singleton
final class CredentialUses {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialUses.class);
  private static final int CHUNK = 1_000;

  private final CredentialUseStore store;
  private final PendingUses pending;
  private final Counter dropped;
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final ReentrantLock flushing = new ReentrantLock();

  CredentialUses(CredentialUseStore store, CredentialUseSettings settings, MeterRegistry meters) {
    this.store = store;
    this.pending = new PendingUses(settings.maxPending());
    this.dropped =
        Counter.builder("sensormine.credential.uses.dropped")
            .description("Uses of credentials that were not recorded for want of room")
            .register(meters);
  }

  /** Notes that a credential was used; never throws, never waits for the database. */
  void used(UUID id, Instant at) {
    if (!pending.add(new CredentialUse(id, at, at))) {
      drop(1);
    }
  }

  /** Writes what has come together; what cannot be written is kept. Never throws. */
  @PreDestroy
  void flush() {
    flushing.lock();
    try {
      write();
    } finally {
      flushing.unlock();
    }
  }

  private void write() {
    var uses = pending.takeAll();
    int written = 0;
    try {
      while (written < uses.size()) {
        int end = Math.min(written + CHUNK, uses.size());
        store.add(uses.subList(written, end));
        written = end;
      }
      full.set(false);
      if (failing.getAndSet(false)) {
        LOG.info("The uses of credentials are recorded again");
      }
    } catch (RuntimeException away) {
      drop(pending.addAll(uses.subList(written, uses.size())));
      if (!failing.getAndSet(true)) {
        LOG.warn("The uses of credentials cannot be recorded; they are kept: {}", away.toString());
      }
    }
  }

  private void drop(int count) {
    if (count == 0) {
      return;
    }
    dropped.increment(count);
    if (!full.getAndSet(true)) {
      LOG.warn(
          "Too many uses of credentials wait; more are not recorded, but counted in"
              + " sensormine_credential_uses_dropped_total");
    }
  }
}
