package io.sensormine.device.credential;

import io.sensormine.kit.recurring.Recurring;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Has the uses of credentials written from time to time, once the service runs. */
@Singleton
final class CredentialUseFlush implements Recurring {
  private final CredentialUses uses;
  private final CredentialUseSettings settings;

  CredentialUseFlush(CredentialUses uses, CredentialUseSettings settings) {
    this.uses = uses;
    this.settings = settings;
  }

  @Override
  public Duration interval() {
    return settings.flushInterval();
  }

  @Override
  public void run() {
    uses.flush();
  }
}
