package io.sensormine.kit.security;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How long what identity-api said of people and programs holds in another service.
 *
 * @param refreshInterval from one reading of who is suspended or ended to the next; 100 ms to 20 s,
 *     so that a suspension holds within a minute even where a reading takes its whole timeout
 * @param freshApiTokens how long an API token is taken as it was; a revocation holds after it; less
 *     than 60 s
 * @param staleness how long the last word is used while identity-api is away; 0 to 1 h
 * @param maxApiTokens how many API tokens are remembered; as many unknown ones beside them
 * @param maxLookups how many API tokens that were never seen are asked about at the same time
 * @param maxTenants how many tenants are remembered of those that a provider's tokens name; as many
 *     unknown ones beside them
 */
@ConfigurationProperties("sensormine.identity.memory")
public record IdentityMemorySettings(
    @Bindable(defaultValue = "PT10S") Duration refreshInterval,
    @Bindable(defaultValue = "PT30S") Duration freshApiTokens,
    @Bindable(defaultValue = "PT10M") Duration staleness,
    @Bindable(defaultValue = "10000") int maxApiTokens,
    @Bindable(defaultValue = "4") int maxLookups,
    @Bindable(defaultValue = "10000") int maxTenants) {
  private static final String PREFIX = "sensormine.identity.memory.";

  public IdentityMemorySettings {
    if (!isBetween(Duration.ofMillis(100), refreshInterval, Duration.ofSeconds(20))) {
      throw new IllegalArgumentException(PREFIX + "refresh-interval is from 100ms to 20s");
    }
    if (!isBetween(Duration.ZERO, freshApiTokens, Duration.ofMillis(59_999))) {
      throw new IllegalArgumentException(PREFIX + "fresh-api-tokens is from 0 to less than 60s");
    }
    if (!isBetween(Duration.ZERO, staleness, Duration.ofHours(1))) {
      throw new IllegalArgumentException(PREFIX + "staleness is from 0 to 1h");
    }
    if (maxApiTokens < 1 || maxLookups < 1 || maxTenants < 1) {
      throw new IllegalArgumentException(
          PREFIX + "max-api-tokens, max-lookups and max-tenants are each at least 1");
    }
  }

  private static boolean isBetween(Duration least, Duration given, Duration most) {
    return given.compareTo(least) >= 0 && given.compareTo(most) <= 0;
  }
}
