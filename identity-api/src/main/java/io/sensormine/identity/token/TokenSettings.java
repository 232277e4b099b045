package io.sensormine.identity.token;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.sensormine.identity.key.SigningKeys;
import java.time.Duration;

/**
 * How long tokens live.
 *
 * @param userLifetime of a user's access token, at most an hour; what ends a user before, every
 *     service keeps in mind as long
 * @param serviceLifetime of a service's token, at most an hour
 * @param refreshLifetime of a refresh token, from its last use
 */
@ConfigurationProperties("sensormine.identity.tokens")
public record TokenSettings(
    @Bindable(defaultValue = "15m") Duration userLifetime,
    @Bindable(defaultValue = "5m") Duration serviceLifetime,
    @Bindable(defaultValue = "14d") Duration refreshLifetime) {
  /** Longer lives no access token. */
  public static final Duration LONGEST = SigningKeys.LONGEST_TOKEN;

  public TokenSettings {
    if (!isBetween(userLifetime, LONGEST) || !isBetween(serviceLifetime, LONGEST)) {
      throw new IllegalArgumentException(
          "sensormine.identity.tokens: user-lifetime and service-lifetime are from 1 s to 1 h");
    }
    if (!isBetween(refreshLifetime, Duration.ofDays(365))) {
      throw new IllegalArgumentException(
          "sensormine.identity.tokens: refresh-lifetime is from 1 s to 365 days");
    }
  }

  private static boolean isBetween(Duration given, Duration longest) {
    return given.toSeconds() >= 1 && given.compareTo(longest) <= 0;
  }
}
