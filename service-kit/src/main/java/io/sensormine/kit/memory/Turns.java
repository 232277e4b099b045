package io.sensormine.kit.memory;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how many questions about what was never seen are asked of another service at a time, so
 * that guessing does not burden it. First come, first served. Thread-safe.
 */
public final class Turns {
  /** How long one waits for a turn where nothing else is said. */
  public static final Duration USUAL_WAIT = Duration.ofSeconds(2);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final String asked;
  private final Semaphore free;
  private final Duration maxWait;

  /**
   * Makes turns.
   *
   * @param asked what is asked about, in the plural, as a client is told when there are too many
   * @param most at the same time
   * @param maxWait how long one waits for a turn
   */
  public Turns(String asked, int most, Duration maxWait) {
    this.asked = asked;
    this.free = new Semaphore(most, true);
    this.maxWait = maxWait;
  }

  /** Asks once it is its turn; 503 where that takes too long. */
  public <T> T take(Supplier<T> question) {
    try {
      if (!free.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw overloaded();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overloaded();
    }
    try {
      return question.get();
    } finally {
      free.release();
    }
  }

  private ProblemException overloaded() {
    return ProblemException.unavailable(
        ProblemType.OVERLOADED,
        "Too many unknown " + asked + " are being looked up; try again in a moment.",
        RETRY_AFTER,
        null);
  }
}
