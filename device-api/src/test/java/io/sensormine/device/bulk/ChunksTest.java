package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.tenant.TenantContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChunksTest {
  /** The failure of doing some chunks; empty where there was none. */
  private static Optional<Throwable> run(Chunks chunks, Consumer<String> work) {
    return TenantContext.in(
        UUID.randomUUID(), () -> Optional.ofNullable(chunks.run(List.of("a", "b", "c"), work)));
  }

  @Test
  void returnsAnErrorAndBeginsNothingAfterIt() {
    var error = new StackOverflowError();
    var done = new ConcurrentLinkedQueue<String>();
    var failure =
        run(
            new Chunks(1, new Semaphore(1)),
            chunk -> {
              if (chunk.equals("b")) {
                throw error;
              }
              done.add(chunk);
            });
    assertThat(failure).containsSame(error);
    assertThat(done).containsExactly("a");
  }

  @Test
  @Timeout(30)
  void sharesItsPlacesAmongAllThatIsToBeDone() throws Exception {
    var places = new Semaphore(2, true);
    var chunks = new Chunks(2, places);
    var busy = new AtomicInteger();
    var most = new AtomicInteger();
    var end = new CountDownLatch(1);
    Consumer<String> work =
        chunk -> {
          most.accumulateAndGet(busy.incrementAndGet(), Math::max);
          await(end);
          busy.decrementAndGet();
        };
    try (var threads = Executors.newFixedThreadPool(2)) {
      var one = threads.submit(() -> run(chunks, work));
      var other = threads.submit(() -> run(chunks, work));
      try {
        while (places.getQueueLength() < 2) {
          // by the timeout, where nobody ever waits
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
          Thread.onSpinWait();
        }
      } finally {
        end.countDown();
      }
      assertThat(one.get()).isEmpty();
      assertThat(other.get()).isEmpty();
    }
    assertThat(most.get()).isPositive().isLessThanOrEqualTo(2);
    assertThat(places.availablePermits()).isEqualTo(2);
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
