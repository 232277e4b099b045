package io.sensormine.query.telemetry;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How much one query may ask for.
 *
 * @param statementTimeout after which the database gives up on a statement
 * @param maxDevices devices of one query
 * @param maxPoints points of one answer: buckets by series
 * @param maxRows messages and cells of rollups that a query for series may read, by estimate, and
 *     readings that it takes one by one, each for each group of its device
 * @param assumedInterval between two messages of a device whose type expects none, for that
 *     estimate
 */
@ConfigurationProperties("sensormine.query.limits")
public record QueryLimits(
    @Bindable(defaultValue = "30s") Duration statementTimeout,
    @Bindable(defaultValue = "10000") int maxDevices,
    @Bindable(defaultValue = "250000") int maxPoints,
    @Bindable(defaultValue = "20000000") long maxRows,
    @Bindable(defaultValue = "10s") Duration assumedInterval) {
  public QueryLimits {
    if (statementTimeout.compareTo(Duration.ofMillis(1)) < 0
        || statementTimeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("statement-timeout is from 1 ms to 1 h");
    }
    if (maxDevices < 1 || maxDevices > 10_000) {
      throw new IllegalArgumentException("max-devices is from 1 to 10,000");
    }
    if (maxPoints < 1 || maxPoints > 10_000_000) {
      throw new IllegalArgumentException("max-points is from 1 to 10,000,000");
    }
    if (maxRows < 1) {
      throw new IllegalArgumentException("max-rows is at least 1");
    }
    if (assumedInterval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("assumed-interval is at least 1 ms");
    }
  }
}
