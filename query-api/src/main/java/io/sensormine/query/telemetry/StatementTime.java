package io.sensormine.query.telemetry;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Bounds how long the rows of one statement are taken: {@link QueryLimits#statementTimeout()},
 * which the database counts anew for each portion of rows that is fetched. Thread-safe.
 */
@Singleton
public final class StatementTime {
  private static final int LOOKS_EVERY = 100;

  private final QueryLimits limits;
  private final Clock clock;

  public StatementTime(QueryLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** The time of a statement that is about to begin. */
  public Left begin() {
    return new Left(clock.instant().plus(limits.statementTimeout()));
  }

  /** What a statement ends with that has taken too long. */
  static ProblemException exceeded(Duration limit) {
    return ProblemException.of(
        ProblemType.OVER_BUDGET,
        "The query ran for %d ms, which is the limit; ask for fewer devices or less time."
            .formatted(limit.toMillis()));
  }

  /** How much of it a statement has left. Not thread-safe. */
  public final class Left {
    private final Instant end;
    private int rows;

    private Left(Instant end) {
      this.end = end;
    }

    /** To be called for each of many rows; 422 where the time is over, looked at now and then. */
    public void row() {
      if (++rows == LOOKS_EVERY) {
        rows = 0;
        check();
      }
    }

    /** 422 where the time is over. */
    public void check() {
      if (clock.instant().isAfter(end)) {
        throw exceeded(limits.statementTimeout());
      }
    }
  }
}
