package io.sensormine.ingestion.writer;

import io.sensormine.ingestion.store.Group;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written, by tenant and sender. A tenant's turn comes by how many rows it has had
 * written (start-time fair queueing: Goyal, Vin, Cheng, SIGCOMM 1996), its senders' in turn, so
 * that whoever sends little goes ahead of whoever floods. Thread-safe.
 */
final class Lane {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int maxRows;
  private final long maxBytes;
  private final long lingerNanos;
  private final Map<UUID, Tenant> tenants = new HashMap<>();
  private long virtualTime;
  private long rows;
  private int groupsAtWork;
  private boolean closed;

  /** Submissions that share a transaction. */
  record Round(Group group, List<Submission> submissions) {}

  private static final class Tenant {
    private final LinkedHashMap<String, ArrayDeque<Submission>> senders = new LinkedHashMap<>();
    private long served;

    private Tenant(long served) {
      this.served = served;
    }

    private Submission first() {
      return senders.firstEntry().getValue().getFirst();
    }

    /** Takes the first, and lets its sender go behind the others. */
    private void takeFirst(Submission first) {
      var sender = senders.pollFirstEntry();
      sender.getValue().removeFirst();
      if (!sender.getValue().isEmpty()) {
        senders.putLast(sender.getKey(), sender.getValue());
      }
      served += first.rows();
    }
  }

  Lane(int maxRows, long maxBytes, Duration linger) {
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.lingerNanos = linger.toNanos();
  }

  /** Takes a submission in; it fails at once where the lane is closed. */
  void add(Submission submission) {
    lock.lock();
    try {
      if (closed) {
        submission.fail(stopping());
        return;
      }
      var batch = submission.batch();
      tenants
          .computeIfAbsent(batch.tenantId(), id -> new Tenant(virtualTime))
          .senders
          .computeIfAbsent(batch.sender(), key -> new ArrayDeque<>())
          .addLast(submission);
      rows += submission.rows();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is a transaction's worth, and takes it; {@link #done} ends it. */
  Round take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long wait = untilWorthwhile();
        if (wait == 0) {
          var round = round();
          groupsAtWork++;
          changed.signal();
          return round;
        }
        if (wait == Long.MAX_VALUE) {
          changed.await();
        } else {
          changed.awaitNanos(wait);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing in any more, and fails what waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      tenants.values().stream()
          .flatMap(tenant -> tenant.senders.values().stream())
          .flatMap(ArrayDeque::stream)
          .forEach(submission -> submission.fail(stopping()));
      tenants.clear();
      rows = 0;
    } finally {
      lock.unlock();
    }
  }

  private static ProblemException stopping() {
    return ProblemException.unavailable(
        ProblemType.OVERLOADED,
        "The service is stopping; send this again.",
        Duration.ofSeconds(1),
        null);
  }

  /** A round that was taken is over. */
  void done() {
    lock.lock();
    try {
      groupsAtWork--;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** While a transaction is under way a further one waits until it is full or has waited enough. */
  private long untilWorthwhile() {
    if (tenants.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (groupsAtWork == 0 || rows >= maxRows) {
      return 0;
    }
    long oldest =
        tenants.values().stream().mapToLong(tenant -> tenant.first().queuedAt()).min().orElse(0);
    return Math.max(0, lingerNanos - (System.nanoTime() - oldest));
  }

  private Round round() {
    var group = new Group(Ids.next());
    var taken = new ArrayList<Submission>();
    var waiting = new ArrayList<>(tenants.values());
    for (var tenant = next(waiting); tenant != null; tenant = next(waiting)) {
      var first = tenant.first();
      if (first.outcomes().isDone()) {
        // a part of a request that has failed already: nobody waits for it
        drop(tenant, first, waiting);
        continue;
      }
      boolean fits =
          group.isEmpty()
              || (group.rows() + first.rows() <= maxRows
                  && group.bytes() + first.bytes() <= maxBytes);
      if (!fits || !group.tryAdd(first.batch())) {
        waiting.remove(tenant);
        continue;
      }
      virtualTime = Math.max(virtualTime, tenant.served);
      drop(tenant, first, waiting);
      taken.add(first);
    }
    forgetIdle();
    return new Round(group, taken);
  }

  private void drop(Tenant tenant, Submission first, List<Tenant> waiting) {
    tenant.takeFirst(first);
    rows -= first.rows();
    if (tenant.senders.isEmpty()) {
      waiting.remove(tenant);
    }
  }

  private static @Nullable Tenant next(List<Tenant> waiting) {
    return waiting.isEmpty()
        ? null
        : waiting.stream().min(Comparator.comparingLong(tenant -> tenant.served)).orElseThrow();
  }

  private void forgetIdle() {
    for (Iterator<Tenant> each = tenants.values().iterator(); each.hasNext(); ) {
      if (each.next().senders.isEmpty()) {
        each.remove();
      }
    }
  }
}
