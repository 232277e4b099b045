package io.sensormine.kit.standing;

import io.micronaut.context.annotation.Requires;
import io.sensormine.kit.recurring.Recurring;
import io.sensormine.kit.security.IdentityMemorySettings;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Has identity-api asked from time to time who may act no more, once the service runs. */
@Singleton
@Requires(property = "sensormine.issuer", value = "false")
final class StandingRefresh implements Recurring {
  private final RemoteStanding standing;
  private final IdentityMemorySettings settings;

  StandingRefresh(RemoteStanding standing, IdentityMemorySettings settings) {
    this.standing = standing;
    this.settings = settings;
  }

  @Override
  public Duration interval() {
    return settings.refreshInterval();
  }

  @Override
  public void run() {
    standing.refresh();
  }
}
