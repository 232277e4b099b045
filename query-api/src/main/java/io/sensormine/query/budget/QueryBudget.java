package io.sensormine.query.budget;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many queries are at the database at once, of a tenant and in all. Who finds no place
 * waits. A place that gets free goes to the tenant that has the fewest, and among such to the one
 * that got one the longest ago; a tenant's own queries come in their order. So no tenant's queue
 * holds up another's. Thread-safe.
 */
@Singleton
public final class QueryBudget {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final BudgetSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queues queues;

  QueryBudget(BudgetSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.queues = new Queues(settings);
    Gauge.builder("sensormine.query.running", this, QueryBudget::running)
        .description("Queries at the database")
        .register(meters);
    Gauge.builder("sensormine.query.waiting", this, QueryBudget::waiting)
        .description("Queries that wait for a place at the database")
        .register(meters);
  }

  /**
   * A place for a query of the tenant at hand, as soon as there is one. 429 where the tenant has as
   * many queries as it may and none of them ends in time, or as many wait; 503 where all tenants
   * together do.
   */
  public Slot take() {
    var tenantId = TenantContext.required();
    var client = Client.current();
    var turn = enter(tenantId);
    try (var _ = client.whenGone(() -> leaveEarly(turn))) {
      await(turn);
    }
    return new Slot(client, () -> release(tenantId));
  }

  private Turn enter(UUID tenantId) {
    lock.lock();
    try {
      var turn = new Turn(tenantId, lock.newCondition());
      queues.add(turn);
      if (turn.state() == Turn.State.WAITING) {
        var crowd = queues.crowd(tenantId);
        if (crowd != Queues.Crowd.NONE) {
          queues.remove(turn);
          throw crowd == Queues.Crowd.TENANT ? tenantFull() : allFull();
        }
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private void await(Turn turn) {
    lock.lock();
    try {
      long left = settings.maxWait().toNanos();
      while (turn.state() == Turn.State.WAITING && left > 0) {
        left = turn.changed().awaitNanos(left);
      }
      switch (turn.state()) {
        case RUNNING -> {}
        case ABANDONED -> throw new Abandoned();
        case WAITING -> {
          queues.remove(turn);
          throw queues.isAtMost(turn.tenantId()) ? tenantFull() : allFull();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      queues.leave(turn);
      throw allFull();
    } finally {
      lock.unlock();
    }
  }

  private void leaveEarly(Turn turn) {
    lock.lock();
    try {
      if (turn.state() == Turn.State.WAITING) {
        queues.remove(turn);
        turn.enter(Turn.State.ABANDONED);
      }
    } finally {
      lock.unlock();
    }
  }

  private void release(UUID tenantId) {
    lock.lock();
    try {
      queues.release(tenantId);
    } finally {
      lock.unlock();
    }
  }

  /** How many are at the database. */
  int running() {
    lock.lock();
    try {
      return queues.running();
    } finally {
      lock.unlock();
    }
  }

  /** How many wait. */
  int waiting() {
    lock.lock();
    try {
      return queues.waiting();
    } finally {
      lock.unlock();
    }
  }

  private ProblemException tenantFull() {
    return ProblemException.unavailable(
        ProblemType.TOO_MANY_REQUESTS,
        "Your tenant has as many queries under way as it may: %d run and others wait. Wait as long"
                .formatted(settings.maxRunningPerTenant())
            + " as Retry-After says, or ask for less at once.",
        RETRY_AFTER,
        null);
  }

  private static ProblemException allFull() {
    return ProblemException.unavailable(
        ProblemType.OVERLOADED,
        "As many queries are under way as can be, mostly of others. Try again.",
        RETRY_AFTER,
        null);
  }
}
