package io.sensormine.query.budget;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How many queries are at the database at once, and how many wait for that.
 *
 * @param maxRunning of all tenants; each has a connection, so keep it below the size of the pool
 * @param maxRunningPerTenant of one tenant
 * @param maxWaiting of all tenants
 * @param maxWaitingPerTenant of one tenant
 * @param maxWait how long one waits
 */
@ConfigurationProperties("sensormine.query.budget")
public record BudgetSettings(
    @Bindable(defaultValue = "8") int maxRunning,
    @Bindable(defaultValue = "4") int maxRunningPerTenant,
    @Bindable(defaultValue = "1000") int maxWaiting,
    @Bindable(defaultValue = "50") int maxWaitingPerTenant,
    @Bindable(defaultValue = "5s") Duration maxWait) {
  public BudgetSettings {
    if (maxRunning < 1 || maxRunning > 1_000) {
      throw new IllegalArgumentException("max-running is from 1 to 1,000");
    }
    if (maxRunningPerTenant < 1 || maxRunningPerTenant > maxRunning) {
      throw new IllegalArgumentException("max-running-per-tenant is from 1 to max-running");
    }
    if (maxWaiting < 0 || maxWaiting > 100_000) {
      throw new IllegalArgumentException("max-waiting is from 0 to 100,000");
    }
    if (maxWaitingPerTenant < 0 || maxWaitingPerTenant > maxWaiting) {
      throw new IllegalArgumentException("max-waiting-per-tenant is from 0 to max-waiting");
    }
    if (maxWait.isNegative() || maxWait.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("max-wait is up to 1 min");
    }
  }
}
