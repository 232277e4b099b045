package io.sensormine.kit.rate;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Rates of requests that each replica of a service bears; 0 a second switches one off.
 *
 * @param callerPerSecond requests of one token's subject
 * @param tenantPerSecond requests of all users and API tokens of one tenant
 * @param addressPerSecond requests of one client address that prove no identity, refused
 *     credentials included
 * @param maxBuckets callers, tenants and addresses that are remembered, each kind for itself; of
 *     more the least used start afresh
 * @param trustedProxies how many proxies in front append to {@code X-Forwarded-For}, each the
 *     address that it was called from; with 0 the header counts for nothing
 */
@ConfigurationProperties("sensormine.rates")
record RateSettings(
    @Bindable(defaultValue = "100") int callerPerSecond,
    @Bindable(defaultValue = "400") int callerBurst,
    @Bindable(defaultValue = "500") int tenantPerSecond,
    @Bindable(defaultValue = "2000") int tenantBurst,
    @Bindable(defaultValue = "10") int addressPerSecond,
    @Bindable(defaultValue = "100") int addressBurst,
    @Bindable(defaultValue = "100000") int maxBuckets,
    @Bindable(defaultValue = "0") int trustedProxies) {
  private static final int MOST_PROXIES = 10;
  private static final int MOST_BUCKETS = 10_000_000;

  RateSettings {
    var _ = new Rate(callerPerSecond, callerBurst);
    var _ = new Rate(tenantPerSecond, tenantBurst);
    var _ = new Rate(addressPerSecond, addressBurst);
    if (maxBuckets < 1 || maxBuckets > MOST_BUCKETS) {
      throw new IllegalArgumentException(
          "sensormine.rates.max-buckets is from 1 to " + MOST_BUCKETS);
    }
    if (trustedProxies < 0 || trustedProxies > MOST_PROXIES) {
      throw new IllegalArgumentException(
          "sensormine.rates.trusted-proxies is from 0 to " + MOST_PROXIES);
    }
  }

  Rate caller() {
    return new Rate(callerPerSecond, callerBurst);
  }

  Rate tenant() {
    return new Rate(tenantPerSecond, tenantBurst);
  }

  Rate address() {
    return new Rate(addressPerSecond, addressBurst);
  }
}
