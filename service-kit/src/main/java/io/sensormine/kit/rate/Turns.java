package io.sensormine.kit.rate;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Bounds how much of some work is done at a time. First come, first served. Thread-safe. */
public final class Turns {
  /** How long one waits for a turn where nothing else is said. */
  public static final Duration USUAL_WAIT = Duration.ofSeconds(2);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final String tooMany;
  private final Semaphore free;
  private final Duration maxWait;

  /**
   * Makes turns.
   *
   * @param tooMany what a client is told that waited in vain, a sentence
   * @param most at the same time
   * @param maxWait how long one waits for a turn
   */
  public Turns(String tooMany, int most, Duration maxWait) {
    this.tooMany = tooMany;
    this.free = new Semaphore(most, true);
    this.maxWait = maxWait;
  }

  /** Does it once it is its turn; 503 where that takes too long. */
  public <T> T take(Supplier<T> work) {
    try {
      if (!free.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw overloaded();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overloaded();
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private ProblemException overloaded() {
    return ProblemException.unavailable(ProblemType.OVERLOADED, tooMany, RETRY_AFTER, null);
  }
}
