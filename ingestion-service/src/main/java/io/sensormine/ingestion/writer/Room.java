package io.sensormine.ingestion.writer;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much may wait to be written, in all and of a tenant, in rows and in bytes. What is larger
 * than that by itself is let in where nothing else waits. Thread-safe.
 */
final class Room {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final WriterSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Map<UUID, Usage> tenants = new HashMap<>();
  private final Usage all = new Usage();

  /** How much one batch takes. */
  record Space(UUID tenantId, int rows, long bytes) {}

  private static final class Usage {
    private long rows;
    private long bytes;

    private void add(Space space) {
      rows += space.rows();
      bytes += space.bytes();
    }

    private void remove(Space space) {
      rows -= space.rows();
      bytes -= space.bytes();
    }

    private boolean fits(Space next, long maxRows, long maxBytes) {
      return rows == 0 || (rows + next.rows() <= maxRows && bytes + next.bytes() <= maxBytes);
    }
  }

  Room(WriterSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes room.
   *
   * @param patience how long to wait for it; after that 429 where it is the tenant that has no
   *     more, 503 where nobody has
   */
  void take(Space space, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!fitsTenant(space) || !fitsAll(space)) {
        if (nanos <= 0) {
          throw fitsTenant(space) ? full() : tenantFull();
        }
        nanos = freed.awaitNanos(nanos);
      }
      tenants.computeIfAbsent(space.tenantId(), id -> new Usage()).add(space);
      all.add(space);
    } finally {
      lock.unlock();
    }
  }

  private boolean fitsAll(Space space) {
    return all.fits(space, settings.maxQueuedRows(), settings.maxQueuedBytes());
  }

  private boolean fitsTenant(Space space) {
    var tenant = tenants.get(space.tenantId());
    return tenant == null
        || tenant.fits(space, share(settings.maxQueuedRows()), share(settings.maxQueuedBytes()));
  }

  /** Gives room back. */
  void free(Space space) {
    lock.lock();
    try {
      tenants.computeIfPresent(
          space.tenantId(),
          (id, usage) -> {
            usage.remove(space);
            return usage.rows == 0 ? null : usage;
          });
      all.remove(space);
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Rows that wait or are being written. */
  long rows() {
    lock.lock();
    try {
      return all.rows;
    } finally {
      lock.unlock();
    }
  }

  private long share(long whole) {
    return whole * settings.tenantShare() / 100;
  }

  private static ProblemException full() {
    return ProblemException.unavailable(
        ProblemType.OVERLOADED,
        "More messages wait to be written than can be kept in memory; send this again in a moment.",
        SOON,
        null);
  }

  private static ProblemException tenantFull() {
    return ProblemException.unavailable(
        ProblemType.TOO_MANY_REQUESTS,
        "More messages of your tenant wait to be written than one tenant may have waiting; send"
            + " this again in a moment.",
        SOON,
        null);
  }
}
