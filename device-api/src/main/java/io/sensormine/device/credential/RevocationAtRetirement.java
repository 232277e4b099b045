package io.sensormine.device.credential;

import io.sensormine.device.device.Retirement;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Retired devices send no more. */
@Singleton
final class RevocationAtRetirement implements Retirement {
  private final CredentialRepository credentials;

  RevocationAtRetirement(CredentialRepository credentials) {
    this.credentials = credentials;
  }

  @Override
  public void retired(List<UUID> deviceIds, Instant at, String actor) {
    credentials.revokeAll(deviceIds, at, actor);
  }
}
