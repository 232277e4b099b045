package io.sensormine.kit.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.contracts.identity.EndedSessions;
import io.sensormine.contracts.identity.StandingOperations;
import io.sensormine.contracts.identity.SuspendedTenants;
import io.sensormine.contracts.identity.TenantExistence;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.IdentityMemorySettings;
import io.sensormine.kit.standing.Standing.Verdict;
import io.sensormine.kit.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RemoteStandingTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID USER = UUID.randomUUID();
  private static final Duration STALENESS = Duration.ofMinutes(10);

  private final HandClock clock = new HandClock();
  private final FakeIdentity identity = new FakeIdentity();
  private final RemoteStanding standing =
      new RemoteStanding(
          identity,
          new IdentityMemorySettings(Duration.ofSeconds(10), Duration.ZERO, STALENESS, 1, 1, 10),
          clock);

  @Test
  void asksBeforeTheFirstVerdictAndOnceHoweverManyWantIt() throws Exception {
    assertThat(standing.peek(program())).isNull();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Verdict>>();
      for (int i = 0; i < 100; i++) {
        tasks.add(() -> standing.judge(program()));
      }
      for (var verdict : threads.invokeAll(tasks)) {
        assertThat(verdict.get()).isEqualTo(Verdict.STANDS);
      }
    }
    assertThat(identity.asked).hasValue(1);
    assertThat(standing.peek(program())).isEqualTo(Verdict.STANDS);
  }

  @Test
  void refusesEveryoneOfASuspendedTenantAndNobodyElse() {
    identity.suspended.add(TENANT);
    assertThat(standing.judge(program())).isEqualTo(Verdict.SUSPENDED);
    assertThat(standing.judge(user(7, Instant.EPOCH))).isEqualTo(Verdict.SUSPENDED);
    assertThat(standing.judge(new Bearer(Optional.of(UUID.randomUUID()), null, false)))
        .isEqualTo(Verdict.STANDS);
    assertThat(standing.judge(new Bearer(Optional.empty(), null, false))).isEqualTo(Verdict.STANDS);
    identity.suspended.clear();
    standing.refresh();
    assertThat(standing.peek(program())).isEqualTo(Verdict.STANDS);
  }

  @Test
  void refusesAUsersTokensOfEarlierGenerationsOnly() {
    identity.users.add(new EndedSessions.User(USER, 3));
    assertThat(standing.judge(user(2, clock.instant()))).isEqualTo(Verdict.ENDED);
    assertThat(standing.judge(user(3, clock.instant()))).isEqualTo(Verdict.STANDS);
    assertThat(standing.judge(program())).as("an API token").isEqualTo(Verdict.STANDS);
  }

  @Test
  void refusesEveryOlderUsersTokenOfATenantWithTooManyToName() {
    clock.forward(Duration.ofHours(1));
    var ended = clock.instant();
    identity.tenants.add(new EndedSessions.Tenant(TENANT, ended));
    assertThat(standing.judge(user(0, ended.minusSeconds(1)))).isEqualTo(Verdict.ENDED);
    assertThat(standing.judge(user(0, ended))).isEqualTo(Verdict.ENDED);
    assertThat(standing.judge(user(0, ended.plusSeconds(10)))).isEqualTo(Verdict.STANDS);
    assertThat(standing.judge(program())).isEqualTo(Verdict.STANDS);
  }

  @Test
  void asksAgainWhereNobodyHasForHalfAMinute() {
    standing.judge(program());
    clock.forward(RemoteStanding.FRESH);
    assertThat(standing.peek(program())).isEqualTo(Verdict.STANDS);
    clock.forward(Duration.ofMillis(1));
    assertThat(standing.peek(program())).isNull();
    identity.suspended.add(TENANT);
    assertThat(standing.judge(program())).isEqualTo(Verdict.SUSPENDED);
  }

  @Test
  void usesTheLastWordThroughAnOutageUpToTheStalenessAndThenLetsNobodyThrough() {
    var mine = user(0, clock.instant());
    standing.judge(mine);
    identity.away = true;
    for (int minute = 0; minute < 10; minute++) {
      clock.forward(Duration.ofMinutes(1));
      standing.refresh();
      assertThat(standing.peek(mine)).as("never waits").isEqualTo(Verdict.STANDS);
    }
    clock.forward(Duration.ofMillis(1));
    for (var bearer : List.of(mine, program(), new Bearer(Optional.empty(), null, false))) {
      assertThat(standing.peek(bearer)).isNull();
      assertThatThrownBy(() -> standing.judge(bearer))
          .isInstanceOfSatisfying(
              ProblemException.class,
              away -> {
                assertThat(away.type()).isEqualTo(ProblemType.DEPENDENCY_UNAVAILABLE);
                assertThat(away.retryAfter()).isPositive();
              });
    }
    identity.away = false;
    clock.forward(Duration.ofSeconds(2));
    assertThat(standing.judge(mine)).isEqualTo(Verdict.STANDS);
  }

  @Test
  void letsNobodyThroughBeforeTheFirstWord() {
    identity.away = true;
    assertThatThrownBy(() -> standing.judge(program())).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> standing.judge(program())).isInstanceOf(ProblemException.class);
    assertThat(identity.asked).as("asks a service that is away once a second").hasValue(1);
  }

  @Test
  void refusesAProvidersTokenOfATenantThatDoesNotExistAndTakesItASecondAfterItDoes() {
    assertThat(standing.judge(new Bearer(Optional.empty(), null, true))).isEqualTo(Verdict.STANDS);
    identity.unknown.add(TENANT);
    assertThat(standing.judge(providers())).isEqualTo(Verdict.UNKNOWN_TENANT);
    assertThat(standing.judge(providers())).isEqualTo(Verdict.UNKNOWN_TENANT);
    assertThat(identity.askedForTenant).as("asked for once a second").hasValue(1);
    assertThat(standing.judge(program()))
        .as("vouched for by identity-api")
        .isEqualTo(Verdict.STANDS);
    identity.unknown.clear();
    assertThat(standing.judge(providers())).isEqualTo(Verdict.UNKNOWN_TENANT);
    clock.forward(Duration.ofMillis(1_001));
    assertThat(standing.peek(providers())).as("no refusal rests on an older word").isNull();
    assertThat(standing.judge(providers())).isEqualTo(Verdict.STANDS);
    assertThat(standing.peek(providers())).as("never waits").isEqualTo(Verdict.STANDS);
  }

  @Test
  void asksNothingOfASuspendedTenant() {
    identity.suspended.add(TENANT);
    assertThat(standing.judge(providers())).isEqualTo(Verdict.SUSPENDED);
    assertThat(identity.askedForTenant).hasValue(0);
  }

  @Test
  void goesOnThroughAnOutageByWhatItKnewOfATenantUpToTheStaleness() {
    var other = new Bearer(Optional.of(UUID.randomUUID()), null, true);
    standing.judge(providers());
    identity.unknown.add(other.tenantId().orElseThrow());
    assertThat(standing.judge(other)).isEqualTo(Verdict.UNKNOWN_TENANT);
    identity.away = true;
    for (int minute = 0; minute < 10; minute++) {
      clock.forward(Duration.ofMinutes(1));
      standing.refresh();
      assertThat(standing.judge(providers())).isEqualTo(Verdict.STANDS);
      assertThatThrownBy(() -> standing.judge(other))
          .as("a refusal needs a word of now")
          .isInstanceOfSatisfying(
              ProblemException.class,
              it -> assertThat(it.type()).isEqualTo(ProblemType.DEPENDENCY_UNAVAILABLE));
    }
    clock.forward(Duration.ofMillis(1));
    assertThatThrownBy(() -> standing.judge(providers())).isInstanceOf(ProblemException.class);
  }

  private static Bearer providers() {
    return new Bearer(Optional.of(TENANT), null, true);
  }

  private static Bearer program() {
    return new Bearer(Optional.of(TENANT), null, false);
  }

  private static Bearer user(int generation, Instant issuedAt) {
    return new Bearer(
        Optional.of(TENANT), new Bearer.Session(USER.toString(), generation, issuedAt), false);
  }

  /** What identity-api would say. */
  private static final class FakeIdentity implements StandingOperations {
    private final Set<UUID> suspended = new HashSet<>();
    private final List<EndedSessions.User> users = new ArrayList<>();
    private final List<EndedSessions.Tenant> tenants = new ArrayList<>();
    private final Set<UUID> unknown = new HashSet<>();
    private final AtomicInteger askedForTenant = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;

    @Override
    public SuspendedTenants suspendedTenants() {
      asked.incrementAndGet();
      if (away) {
        throw new IllegalStateException("away");
      }
      return new SuspendedTenants(suspended);
    }

    @Override
    public EndedSessions endedSessions() {
      return new EndedSessions(users, tenants);
    }

    @Override
    public TenantExistence tenantExistence(UUID id) {
      askedForTenant.incrementAndGet();
      if (away) {
        throw new IllegalStateException("away");
      }
      return new TenantExistence(!unknown.contains(id));
    }
  }
}
