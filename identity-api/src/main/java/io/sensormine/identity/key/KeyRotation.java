package io.sensormine.identity.key;

import io.sensormine.kit.recurring.Recurring;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the signing keys at a steady pace, in every instance. */
@Singleton
final class KeyRotation implements Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private final SigningKeys keys;
  private final KeySettings settings;
  private boolean failing;

  KeyRotation(SigningKeys keys, KeySettings settings) {
    this.keys = keys;
    this.settings = settings;
  }

  @Override
  public Duration interval() {
    return settings.checkInterval();
  }

  @Override
  public boolean isInterruptible() {
    return true;
  }

  @Override
  public void run() {
    try {
      keys.check();
      failing = false;
    } catch (RuntimeException away) {
      if (!failing) {
        failing = true;
        LOG.warn("The signing keys cannot be looked after: {}", away.toString());
      }
    }
  }
}
