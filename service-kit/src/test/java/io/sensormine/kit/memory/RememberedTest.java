package io.sensormine.kit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.testing.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private final HandClock clock = new HandClock();
  private final AtomicInteger asked = new AtomicInteger();
  private final Remembered<String, Integer> remembered =
      new Remembered<>("the-service", 100, Duration.ofSeconds(30), Duration.ofMinutes(10), clock);

  private Optional<Integer> ask(Age age) {
    return remembered.one("key", age, () -> Optional.of(asked.incrementAndGet()));
  }

  private Optional<Integer> askInVain(Age age) {
    return remembered.one(
        "key",
        age,
        () -> {
          asked.incrementAndGet();
          throw new IllegalStateException("away");
        });
  }

  @Test
  void asksAgainOnlyOnceItIsTooOld() {
    assertThat(ask(Age.USUAL)).contains(1);
    clock.forward(Duration.ofSeconds(30));
    assertThat(ask(Age.USUAL)).contains(1);
    assertThat(remembered.peek("key")).isEqualTo(1);
    clock.forward(Duration.ofMillis(1));
    assertThat(remembered.peek("key")).isNull();
    assertThat(ask(Age.USUAL)).contains(2);
    clock.forward(Duration.ofMillis(1_001));
    assertThat(ask(Age.RECENT)).contains(3);
  }

  @Test
  void asksNobodyWhereItIsToBeAtHand() {
    assertThatThrownBy(() -> ask(Age.AT_HAND)).isInstanceOf(NotAtHand.class);
    assertThat(ask(Age.USUAL)).contains(1);
    clock.forward(Duration.ofSeconds(30));
    assertThat(ask(Age.AT_HAND)).contains(1);
    clock.forward(Duration.ofMillis(1));
    assertThatThrownBy(() -> ask(Age.AT_HAND)).isInstanceOf(NotAtHand.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void remembersForASecondThatThereIsNone() {
    for (int times = 0; times < 3; times++) {
      assertThat(
              remembered.one(
                  "none",
                  Age.USUAL,
                  () -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                  }))
          .isEmpty();
    }
    assertThat(asked).hasValue(1);
    clock.forward(Duration.ofMillis(1_001));
    assertThat(remembered.one("none", Age.USUAL, () -> Optional.of(7))).contains(7);
  }

  @Test
  void bridgesAnOutageUpToTheStalenessAllowed() {
    ask(Age.USUAL);
    clock.forward(Duration.ofMinutes(10));
    assertThat(askInVain(Age.USUAL)).contains(1);
    assertThat(askInVain(Age.USUAL)).contains(1);
    assertThat(asked).as("asks a service that is away once a second").hasValue(2);
    clock.forward(Duration.ofSeconds(2));
    assertThatThrownBy(() -> askInVain(Age.USUAL))
        .isInstanceOfSatisfying(
            ProblemException.class,
            away -> assertThat(away.type()).isEqualTo(ProblemType.DEPENDENCY_UNAVAILABLE));
    clock.forward(Duration.ofMillis(1_001));
    assertThat(ask(Age.USUAL)).isPresent();
  }

  @Test
  void givesNoOldNewsToRefuseBy() {
    ask(Age.USUAL);
    clock.forward(Duration.ofSeconds(2));
    assertThatThrownBy(() -> askInVain(Age.RECENT)).isInstanceOf(ProblemException.class);
    assertThat(askInVain(Age.USUAL)).contains(1);
  }

  @Test
  void saysWhetherThereIsALastWordHoweverOld() {
    assertThat(remembered.knows("key")).isFalse();
    ask(Age.USUAL);
    clock.forward(Duration.ofDays(1));
    assertThat(remembered.knows("key")).isTrue();
    assertThat(remembered.peek("key")).isNull();
  }

  @Test
  void asksOnceForAllThatAreMissing() {
    var calls = new ArrayList<List<String>>();
    remembered.one("a", Age.USUAL, () -> Optional.of(0));
    var all =
        remembered.all(
            List.of("a", "b", "c"),
            "group",
            Age.USUAL,
            missing -> {
              calls.add(missing);
              return Map.of("b", 1);
            });
    assertThat(all).isEqualTo(Map.of("a", 0, "b", 1));
    assertThat(calls).containsExactly(List.of("b", "c"));
  }

  @Test
  void asksOnceHoweverManyWantIt() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Optional<Integer>>>();
      for (int at = 0; at < 100; at++) {
        tasks.add(() -> ask(Age.USUAL));
      }
      for (var answer : threads.invokeAll(tasks)) {
        assertThat(answer.get()).contains(1);
      }
    }
  }
}
