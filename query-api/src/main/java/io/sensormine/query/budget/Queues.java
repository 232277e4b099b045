package io.sensormine.query.budget;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Each tenant's queries, and whose turn is next; guarded by the lock of its {@link QueryBudget}.
 */
final class Queues {
  private final BudgetSettings settings;

  /** Those with queries under way; who got a place last comes last. */
  private final Map<UUID, Line> lines = new LinkedHashMap<>();

  private int running;
  private int waiting;

  Queues(BudgetSettings settings) {
    this.settings = settings;
  }

  /** Of whose queries too many wait. */
  enum Crowd {
    NONE,
    TENANT,
    ALL
  }

  /** A tenant's queries. */
  private static final class Line {
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int running;
  }

  /** Lets it run where there is a place, else wait. */
  void add(Turn turn) {
    lines.computeIfAbsent(turn.tenantId(), any -> new Line()).waiting.add(turn);
    waiting++;
    grant();
  }

  /** What waits no longer. */
  void remove(Turn turn) {
    var line = lines.get(turn.tenantId());
    if (line != null && line.waiting.remove(turn)) {
      waiting--;
      forgetIfEmpty(turn.tenantId(), line);
    }
  }

  /** Gives a place back, and on. */
  void release(UUID tenantId) {
    var line = lines.get(tenantId);
    if (line == null) {
      throw new IllegalStateException("who holds a place is known");
    }
    line.running--;
    running--;
    forgetIfEmpty(tenantId, line);
    grant();
  }

  /** Gives up a turn, whether it waits or has just got its place. */
  void leave(Turn turn) {
    if (turn.state() == Turn.State.RUNNING) {
      release(turn.tenantId());
    } else {
      remove(turn);
    }
  }

  /** Whether more wait than may. */
  Crowd crowd(UUID tenantId) {
    var line = lines.get(tenantId);
    if (line != null && line.waiting.size() > settings.maxWaitingPerTenant()) {
      return Crowd.TENANT;
    }
    return waiting > settings.maxWaiting() ? Crowd.ALL : Crowd.NONE;
  }

  /** Whether a tenant has as many places as it may. */
  boolean isAtMost(UUID tenantId) {
    var line = lines.get(tenantId);
    return line != null && line.running >= settings.maxRunningPerTenant();
  }

  int running() {
    return running;
  }

  int waiting() {
    return waiting;
  }

  private void grant() {
    while (running < settings.maxRunning()) {
      // the first of the least: the map's order decides among equals
      var next =
          lines.entrySet().stream()
              .filter(entry ->
                  !entry.getValue().waiting.isEmpty()
                      && entry.getValue().running < settings.maxRunningPerTenant())
              .min(Comparator.comparingInt(entry -> entry.getValue().running));
      if (next.isEmpty()) {
        return;
      }
      grant(next.get().getKey(), next.get().getValue());
    }
  }

  private void grant(UUID tenantId, Line line) {
    line.running++;
    running++;
    waiting--;
    line.waiting.remove().enter(Turn.State.RUNNING);
    lines.remove(tenantId);
    lines.put(tenantId, line);
  }

  private void forgetIfEmpty(UUID tenantId, Line line) {
    if (line.running == 0 && line.waiting.isEmpty()) {
      lines.remove(tenantId);
    }
  }
}
