package io.sensormine.ingestion.reference;

import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.contracts.identity.SecretHash;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.memory.Remembered;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose a credential is, by device-api's word. Thread-safe. */
@Singleton
public final class Credentials {
  private final DeviceClient devices;
  private final Clock clock;
  private final Remembered<String, CredentialIdentity> remembered;

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
  }

  /**
   * What is remembered of it and holds; null where {@link #verify} has to be asked. No blocking.
   */
  public @Nullable CredentialIdentity peek(String sha256) {
    var identity = remembered.peek(sha256);
    return identity != null && lives(identity) ? identity : null;
  }

  /** Whose it is; empty for an unknown, revoked or expired one. May block for one call. */
  public Optional<CredentialIdentity> verify(String sha256, Age age) {
    return remembered
        .one(sha256, age, () -> devices.verifyCredential(new SecretHash(sha256)))
        .filter(this::lives);
  }

  private boolean lives(CredentialIdentity identity) {
    return identity.notAfter() == null || clock.instant().isBefore(identity.notAfter());
  }
}
