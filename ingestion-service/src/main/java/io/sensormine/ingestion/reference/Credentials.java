package io.sensormine.ingestion.reference;

import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.contracts.identity.SecretHash;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.memory.Remembered;
import io.sensormine.kit.rate.Turns;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose a credential is, by device-api's word. Credentials that were never seen wait for their turn
 * to be asked about, so that guessing does not burden device-api. Thread-safe.
 */
@Singleton
public final class Credentials {
  private final DeviceClient devices;
  private final Clock clock;
  private final Remembered<String, CredentialIdentity> remembered;
  private final Turns turns;

  Credentials(DeviceClient devices, ReferenceSettings settings, Clock clock) {
    this.devices = devices;
    this.clock = clock;
    this.remembered =
        new Remembered<>(
            "device-api",
            settings.maxCredentials(),
            settings.freshCredentials(),
            settings.staleness(),
            clock);
    this.turns =
        new Turns(
            "Too many unknown credentials are being looked up; try again in a moment.",
            settings.maxLookups(),
            Turns.USUAL_WAIT);
  }

  /**
   * What is remembered of it and holds; null where {@link #verify} has to be asked. No blocking.
   */
  public @Nullable CredentialIdentity peek(String sha256) {
    var identity = remembered.peek(sha256);
    return identity != null && lives(identity) ? identity : null;
  }

  /**
   * Whose it is; empty for an unknown, revoked or expired one. May block for one call and, where it
   * was never seen, for its turn; 503 where that does not come in time.
   */
  public Optional<CredentialIdentity> verify(String sha256, Age age) {
    var identity = remembered.knows(sha256) ? ask(sha256, age) : turns.take(() -> ask(sha256, age));
    return identity.filter(this::lives);
  }

  private Optional<CredentialIdentity> ask(String sha256, Age age) {
    return remembered.one(sha256, age, () -> devices.verifyCredential(new SecretHash(sha256)));
  }

  private boolean lives(CredentialIdentity identity) {
    return identity.notAfter() == null || clock.instant().isBefore(identity.notAfter());
  }
}
