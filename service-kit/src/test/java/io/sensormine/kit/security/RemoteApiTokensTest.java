package io.sensormine.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.contracts.identity.ApiTokenIdentity;
import io.sensormine.contracts.identity.SecretHash;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoteApiTokensTest {
  private static final String GOOD = "a".repeat(64);

  private final HandClock clock = new HandClock();
  private final FakeIdentity identity = new FakeIdentity();

  private RemoteApiTokens tokens(int maxTokens, Duration maxWait) {
    return new RemoteApiTokens(
        identity::verifyApiToken,
        new IdentityMemorySettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            maxTokens,
            4,
            1),
        maxWait,
        clock);
  }

  private RemoteApiTokens tokens() {
    return tokens(100, Duration.ofSeconds(30));
  }

  @Test
  void refusesARevokedTokenOnceItIsNoLongerFresh() {
    var tokens = tokens();
    identity.make(GOOD, null);
    assertThat(tokens.verify(GOOD)).isPresent();
    identity.known.remove(GOOD);
    clock.forward(Duration.ofSeconds(30));
    assertThat(tokens.verify(GOOD)).as("within its freshness").isPresent();
    clock.forward(Duration.ofMillis(1));
    assertThat(tokens.verify(GOOD)).isEmpty();
  }

  @Test
  void keepsTheLastWordThroughAnOutageUpToTheStaleness() {
    var tokens = tokens();
    identity.make(GOOD, null);
    tokens.verify(GOOD);
    identity.away = true;
    clock.forward(Duration.ofMinutes(10));
    assertThat(tokens.verify(GOOD)).isPresent();
    isAway(() -> tokens.verify("b".repeat(64)));
    clock.forward(Duration.ofSeconds(2));
    isAway(() -> tokens.verify(GOOD));
    identity.away = false;
    clock.forward(Duration.ofSeconds(2));
    assertThat(tokens.verify(GOOD)).isPresent();
  }

  @Test
  void endsATokenAtItsExpiryWhateverIsRemembered() {
    var tokens = tokens();
    identity.make(GOOD, clock.instant().plusSeconds(10));
    assertThat(tokens.verify(GOOD)).isPresent();
    clock.forward(Duration.ofSeconds(10));
    assertThat(tokens.verify(GOOD)).isEmpty();
  }

  @Test
  void asksOnceASecondAboutATokenThatDoesNotExist() {
    var tokens = tokens();
    assertThat(tokens.verify(GOOD)).isEmpty();
    assertThat(tokens.verify(GOOD)).isEmpty();
    assertThat(identity.asked).hasValue(1);
    clock.forward(Duration.ofMillis(1_001));
    identity.make(GOOD, null);
    assertThat(tokens.verify(GOOD)).isPresent();
  }

  @Test
  void keepsAKnownTokenThroughAFloodOfUnknownOnes() {
    var tokens = tokens(10, Duration.ofSeconds(30));
    identity.make(GOOD, null);
    tokens.verify(GOOD);
    for (int i = 0; i < 1_000; i++) {
      assertThat(tokens.verify("%064x".formatted(i))).isEmpty();
    }
    identity.away = true;
    assertThat(tokens.verify(GOOD)).isPresent();
  }

  @Test
  void asksAboutFewUnknownOnesAtATimeAndAnswersKnownOnesMeanwhile() throws Exception {
    var patient = tokens();
    identity.make(GOOD, null);
    patient.verify(GOOD);
    var asked = identity.asked.get();
    identity.gate = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<ApiTokenIdentity>>> flood = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        var guess = "%064x".formatted(i);
        flood.add(threads.submit(() -> patient.verify(guess)));
      }
      try {
        Deadline.within(Duration.ofSeconds(30), () -> identity.asked.get() >= asked + 4);
        assertThat(patient.verify(GOOD)).isPresent();
        assertThat(identity.most).as("at a time").hasValue(4);
      } finally {
        identity.gate.countDown();
      }
      for (var answer : flood) {
        assertThat(answer.get()).isEmpty();
      }
    }
    assertThat(identity.most).hasValueLessThanOrEqualTo(4);
  }

  @Test
  void turnsAwayWhoWouldWaitTooLong() throws Exception {
    var hasty = tokens(100, Duration.ofMillis(1));
    identity.gate = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        var guess = "%064x".formatted(i);
        threads.execute(() -> hasty.verify(guess));
      }
      try {
        Deadline.within(Duration.ofSeconds(30), () -> identity.asked.get() == 4);
        assertThatThrownBy(() -> hasty.verify(GOOD))
            .isInstanceOfSatisfying(
                ProblemException.class,
                refused -> assertThat(refused.type()).isEqualTo(ProblemType.OVERLOADED));
      } finally {
        identity.gate.countDown();
      }
    }
  }

  private static void isAway(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            ProblemException.class,
            away -> assertThat(away.type()).isEqualTo(ProblemType.DEPENDENCY_UNAVAILABLE));
  }

  /** An identity-api that counts who asks at the same time. */
  private static final class FakeIdentity {
    private final Map<String, ApiTokenIdentity> known = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile boolean away;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    void make(String sha256, @Nullable Instant expiresAt) {
      known.put(
          sha256,
          new ApiTokenIdentity(
              UUID.randomUUID(), UUID.randomUUID(), "a token", List.of(Roles.ANALYST), expiresAt));
    }

    Optional<ApiTokenIdentity> verifyApiToken(SecretHash secret) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      asked.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        now.decrementAndGet();
      }
      if (away) {
        throw new IllegalStateException("away");
      }
      return Optional.ofNullable(known.get(secret.sha256()));
    }
  }
}
