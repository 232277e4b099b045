package io.sensormine.query.recent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.testing.Deadline;
import io.sensormine.query.budget.Abandoned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final AtomicInteger asked = new AtomicInteger();

  private static Recent<String, Integer> recent(Duration fresh) {
    return new Recent<>(fresh, 10, (key, value) -> value);
  }

  @Test
  void worksOutOnce() {
    var recent = recent(Duration.ofMinutes(1));
    assertThat(recent.get("a", asked::incrementAndGet)).isEqualTo(1);
    assertThat(recent.get("a", asked::incrementAndGet)).isEqualTo(1);
    assertThat(recent.get("b", asked::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void worksOutAnewWhatIsOldOrTooHeavy() {
    var brief = recent(Duration.ofMillis(10));
    brief.get("a", asked::incrementAndGet);
    Deadline.within(DEADLINE, () -> brief.get("a", asked::incrementAndGet) > 1);
    var heavy = recent(Duration.ofMinutes(1));
    heavy.get("a", () -> 11);
    Deadline.within(DEADLINE, () -> heavy.get("a", () -> 12) == 12);
    var none = recent(Duration.ZERO);
    none.get("a", () -> 1);
    assertThat(none.get("a", () -> 2)).isEqualTo(2);
  }

  @Test
  void letsAllWhoWantItWaitForOne() throws Exception {
    var recent = recent(Duration.ofMinutes(1));
    var started = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var answers = new ArrayList<CompletableFuture<Integer>>();
    for (int at = 0; at < 20; at++) {
      answers.add(
          CompletableFuture.supplyAsync(
              () ->
                  recent.get(
                      "a",
                      () -> {
                        started.countDown();
                        awaitQuietly(go);
                        return asked.incrementAndGet();
                      }),
              task -> Thread.ofVirtual().start(task)));
    }
    started.await();
    go.countDown();
    for (var answer : answers) {
      assertThat(answer.join()).isEqualTo(1);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void doesNotRememberARefusal() {
    var recent = recent(Duration.ofMinutes(1));
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(() ->
              recent.get(
                  "a",
                  () -> {
                    throw new IllegalStateException("refused " + asked.incrementAndGet());
                  }))
          .hasMessage("refused " + (again + 1));
    }
    assertThat(recent.get("a", () -> 7)).isEqualTo(7);
  }

  @Test
  void doesNotGiveUpWithAnotherWhoseClientHasGone() throws Exception {
    var recent = recent(Duration.ofMinutes(1));
    var started = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var gone =
        new FutureTask<>(() ->
            recent.get(
                "a",
                () -> {
                  started.countDown();
                  awaitQuietly(go);
                  throw new Abandoned();
                }));
    Thread.ofVirtual().start(gone);
    started.await();
    var answers = new ArrayList<FutureTask<Integer>>();
    var threads = new ArrayList<Thread>();
    for (int at = 0; at < 5; at++) {
      var answer = new FutureTask<>(() -> recent.get("a", asked::incrementAndGet));
      answers.add(answer);
      threads.add(Thread.ofVirtual().start(answer));
    }
    Deadline.within(
        DEADLINE,
        () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    go.countDown();
    assertThatThrownBy(gone::get).hasCauseInstanceOf(Abandoned.class);
    for (var answer : answers) {
      assertThat(answer.get()).isEqualTo(1);
    }
    assertThat(asked).hasValue(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
