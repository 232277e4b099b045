package io.sensormine.ingestion.writer;

import static java.util.Comparator.comparingLong;

import io.sensormine.ingestion.store.Group;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be written, by tenant and sender. A tenant's turn comes by how many rows it has had
 * written (start-time fair queueing: Goyal, Vin, Cheng, SIGCOMM 1996), its senders' in turn, so
 * that whoever sends little goes ahead of whoever floods. Thread-safe.
 */
final class Lane {
  /**
   * After so many that do not fit a transaction is full enough: who comes next is not looked for.
   */
  private static final int MAX_PASSED_OVER = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int maxRows;
  private final long maxBytes;
  private final long lingerNanos;
  private final Map<UUID, Tenant> tenants = new HashMap<>();
  private final NavigableSet<Tenant> turns =
      new TreeSet<>(comparingLong(Tenant::served).thenComparingLong(Tenant::number));
  private final NavigableSet<Tenant> ages =
      new TreeSet<>(comparingLong(Tenant::waitingSince).thenComparingLong(Tenant::number));
  private long tenantsSoFar;
  private long virtualTime;
  private long rows;
  private int groupsAtWork;
  private boolean closed;

  /** Submissions that share a transaction. */
  record Round(Group group, List<Submission> submissions) {}

  /** A tenant of whom something waits. */
  private static final class Tenant {
    private final LinkedHashMap<String, ArrayDeque<Submission>> senders = new LinkedHashMap<>();
    private final UUID id;
    private final long number;
    private long served;

    private Tenant(UUID id, long number, long served) {
      this.id = id;
      this.number = number;
      this.served = served;
    }

    private long served() {
      return served;
    }

    /** In the order in which they came. */
    private long number() {
      return number;
    }

    private long waitingSince() {
      return first().queuedAt();
    }

    private void add(Submission submission) {
      senders
          .computeIfAbsent(submission.batch().sender(), key -> new ArrayDeque<>())
          .addLast(submission);
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
      var id = submission.batch().tenantId();
      var known = tenants.get(id);
      if (known == null) {
        var tenant = new Tenant(id, tenantsSoFar++, virtualTime);
        tenant.add(submission);
        tenants.put(id, tenant);
        lineUp(tenant);
      } else {
        // behind its first, by which it stands in line
        known.add(submission);
      }
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
      turns.clear();
      ages.clear();
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
    return Math.max(0, lingerNanos - (System.nanoTime() - ages.first().waitingSince()));
  }

  private Round round() {
    var group = new Group(Ids.next());
    var taken = new ArrayList<Submission>();
    var passedOver = new ArrayList<Tenant>();
    while (!turns.isEmpty() && group.rows() < maxRows && passedOver.size() < MAX_PASSED_OVER) {
      var tenant = turns.first();
      var first = tenant.first();
      if (first.outcomes().isDone()) {
        // a part of a request that has failed already: nobody waits for it
        takeFirst(tenant, first);
        continue;
      }
      boolean fits =
          group.isEmpty()
              || (group.rows() + first.rows() <= maxRows
                  && group.bytes() + first.bytes() <= maxBytes);
      if (!fits || !group.tryAdd(first.batch())) {
        turns.remove(tenant);
        passedOver.add(tenant);
        continue;
      }
      virtualTime = Math.max(virtualTime, tenant.served);
      takeFirst(tenant, first);
      taken.add(first);
    }
    turns.addAll(passedOver);
    return new Round(group, taken);
  }

  /** What a tenant stands in line by may change only while it does not. */
  private void takeFirst(Tenant tenant, Submission first) {
    turns.remove(tenant);
    ages.remove(tenant);
    tenant.takeFirst(first);
    rows -= first.rows();
    if (tenant.senders.isEmpty()) {
      tenants.remove(tenant.id);
    } else {
      lineUp(tenant);
    }
  }

  private void lineUp(Tenant tenant) {
    turns.add(tenant);
    ages.add(tenant);
  }
}
