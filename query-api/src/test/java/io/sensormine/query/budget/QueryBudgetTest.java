package io.sensormine.query.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import io.sensormine.kit.testing.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class QueryBudgetTest {
  private static final UUID BUSY = UUID.randomUUID();
  private static final UUID CALM = UUID.randomUUID();
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> order = new CopyOnWriteArrayList<>();

  private QueryBudget budget(int running, int perTenant, int waiting, Duration maxWait) {
    return new QueryBudget(
        new BudgetSettings(running, perTenant, 2 * waiting, waiting, maxWait), meters);
  }

  private static Slot take(QueryBudget budget, UUID tenantId) {
    return TenantContext.in(tenantId, budget::take);
  }

  /** Waits for a place and, once it has it, says so and gives it back. */
  private void queue(QueryBudget budget, UUID tenantId, String name) {
    int before = budget.waiting();
    Thread.ofVirtual()
        .start(() -> {
          try (var _ = take(budget, tenantId)) {
            order.add(name);
          }
        });
    Deadline.within(DEADLINE, () -> budget.waiting() == before + 1);
  }

  @Test
  void givesAPlaceThatGetsFreeToEachTenantInTurn() {
    var budget = budget(1, 1, 10, LONG);
    try (var _ = take(budget, BUSY)) {
      for (var name : List.of("busy 1", "busy 2", "busy 3", "busy 4")) {
        queue(budget, BUSY, name);
      }
      queue(budget, CALM, "calm 1");
      queue(budget, CALM, "calm 2");
    }
    Deadline.within(DEADLINE, () -> order.size() == 6);
    assertThat(order).containsExactly("busy 1", "calm 1", "busy 2", "calm 2", "busy 3", "busy 4");
    Deadline.within(DEADLINE, () -> budget.running() == 0);
  }

  @Test
  void prefersTheTenantThatHasFewer() {
    var budget = budget(3, 3, 10, LONG);
    var first = take(budget, BUSY);
    var second = take(budget, BUSY);
    var third = take(budget, BUSY);
    queue(budget, BUSY, "busy");
    queue(budget, CALM, "calm");
    first.close();
    Deadline.within(DEADLINE, () -> order.size() == 2);
    assertThat(order).containsExactly("calm", "busy");
    second.close();
    third.close();
  }

  @Test
  void keepsATenantsQueueFromHoldingUpAnother() {
    var budget = budget(3, 2, 10, LONG);
    try (var _ = take(budget, BUSY);
        var _ = take(budget, BUSY)) {
      queue(budget, BUSY, "busy");
      for (int again = 0; again < 3; again++) {
        take(budget, CALM).close();
      }
      assertThat(order).isEmpty();
      assertThat(meters.get("sensormine.query.running").gauge().value()).isEqualTo(2);
      assertThat(meters.get("sensormine.query.waiting").gauge().value()).isEqualTo(1);
    }
    Deadline.within(DEADLINE, () -> order.size() == 1);
  }

  @Test
  void refusesATenantThatHasAsManyAsItMay() {
    var budget = budget(2, 1, 0, LONG);
    try (var _ = take(budget, BUSY)) {
      refuses(budget, BUSY, ProblemType.TOO_MANY_REQUESTS);
      take(budget, CALM).close();
    }
    take(budget, BUSY).close();
  }

  @Test
  void refusesWhoWaitsInVainAndSaysWhoseLimitItIs() {
    var budget = budget(1, 1, 1, Duration.ofMillis(20));
    try (var _ = take(budget, BUSY)) {
      refuses(budget, BUSY, ProblemType.TOO_MANY_REQUESTS);
      refuses(budget, CALM, ProblemType.OVERLOADED);
    }
    assertThat(budget.waiting()).isZero();
    take(budget, CALM).close();
  }

  @Test
  void refusesEverybodyOnceTooManyWait() {
    var budget = budget(1, 1, 1, LONG);
    try (var _ = take(budget, BUSY)) {
      queue(budget, BUSY, "busy");
      queue(budget, CALM, "calm");
      refuses(budget, UUID.randomUUID(), ProblemType.OVERLOADED);
    }
    Deadline.within(DEADLINE, () -> order.size() == 2);
  }

  @Test
  void takesAPlaceBackOnce() {
    var budget = budget(2, 2, 0, LONG);
    var first = take(budget, BUSY);
    var second = take(budget, BUSY);
    first.close();
    first.close();
    assertThat(budget.running()).isEqualTo(1);
    second.close();
    assertThat(budget.running()).isZero();
  }

  private static void refuses(QueryBudget budget, UUID tenantId, ProblemType type) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> take(budget, tenantId))
        .satisfies(refused -> {
          assertThat(refused.type()).isEqualTo(type);
          assertThat(refused.retryAfter()).isNotNull();
        });
  }
}
