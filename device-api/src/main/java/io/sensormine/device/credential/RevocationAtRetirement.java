package io.sensormine.device.credential;

import io.sensormine.device.device.Retirement;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** A retired device sends no more. */
@Singleton
final class RevocationAtRetirement implements Retirement {
  private final CredentialRepository credentials;

  RevocationAtRetirement(CredentialRepository credentials) {
    this.credentials = credentials;
  }

  @Override
  public void retired(UUID deviceId, Instant at, String actor) {
    credentials.revokeAll(deviceId, at, actor);
  }
}
