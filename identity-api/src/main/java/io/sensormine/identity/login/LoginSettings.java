package io.sensormine.identity.login;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When guessing is stopped.
 *
 * @param maxFailures failures in a row after which a user is locked, 1 or more
 * @param lockout how long
 */
@ConfigurationProperties("sensormine.identity.login")
record LoginSettings(
    @Bindable(defaultValue = "10") int maxFailures,
    @Bindable(defaultValue = "15m") Duration lockout) {
  LoginSettings {
    if (maxFailures < 1 || lockout.isNegative() || lockout.isZero()) {
      throw new IllegalArgumentException(
          "sensormine.identity.login: max-failures is 1 or more, lockout more than nothing");
    }
  }
}
