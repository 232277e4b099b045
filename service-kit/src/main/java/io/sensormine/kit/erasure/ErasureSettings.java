package io.sensormine.kit.erasure;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When and how a service erases; {@code sensormine.erasure.*}.
 *
 * @param interval from the end of one look for what is to be erased to the next; 100 ms to 1 h
 * @param tenantSettle how long after its request a tenant's data are left alone, so that no token
 *     of its lives that could still write: longer than the lifetime of a user's token; 0 to 7 d
 * @param maxRows how many rows a transaction deletes at the most; 1 to 100,000
 * @param statementTimeout what one statement of an erasure may take, in place of what other
 *     statements may; 1 s to 1 h
 */
@ConfigurationProperties("sensormine.erasure")
public record ErasureSettings(
    @Bindable(defaultValue = "PT30S") Duration interval,
    @Bindable(defaultValue = "PT20M") Duration tenantSettle,
    @Bindable(defaultValue = "10000") int maxRows,
    @Bindable(defaultValue = "PT5M") Duration statementTimeout) {
  private static final String PREFIX = "sensormine.erasure.";
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LATEST = Duration.ofDays(7);
  private static final int MOST = 100_000;
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

  public ErasureSettings {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(PREFIX + "interval is from 100ms to 1h");
    }
    if (tenantSettle.isNegative() || tenantSettle.compareTo(LATEST) > 0) {
      throw new IllegalArgumentException(PREFIX + "tenant-settle is from 0 to 7d");
    }
    if (maxRows < 1 || maxRows > MOST) {
      throw new IllegalArgumentException(PREFIX + "max-rows is from 1 to 100000");
    }
    if (statementTimeout.compareTo(LEAST_PATIENCE) < 0 || statementTimeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(PREFIX + "statement-timeout is from 1s to 1h");
    }
  }
}
