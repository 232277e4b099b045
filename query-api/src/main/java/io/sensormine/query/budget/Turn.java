package io.sensormine.query.budget;

import java.util.UUID;
import java.util.concurrent.locks.Condition;

/** A query on its way to the database; guarded by the lock of its {@link QueryBudget}. */
final class Turn {
  private final UUID tenantId;
  private final Condition changed;
  private State state = State.WAITING;

  enum State {
    WAITING,
    RUNNING,
    ABANDONED
  }

  Turn(UUID tenantId, Condition changed) {
    this.tenantId = tenantId;
    this.changed = changed;
  }

  UUID tenantId() {
    return tenantId;
  }

  State state() {
    return state;
  }

  void enter(State next) {
    state = next;
    changed.signalAll();
  }

  Condition changed() {
    return changed;
  }
}
