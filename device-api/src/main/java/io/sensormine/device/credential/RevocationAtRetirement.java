package io.sensormine.device.credential;

import io.sensormine.device.audit.Change;
import io.sensormine.device.device.DeviceAction;
import io.sensormine.device.device.Retirement;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Retired devices send no more. */
@Singleton
final class RevocationAtRetirement implements Retirement {
  private final CredentialRepository credentials;
  private final Change changes;

  RevocationAtRetirement(CredentialRepository credentials, Change changes) {
    this.credentials = credentials;
    this.changes = changes;
  }

  @Override
  public List<Ended> retired(List<UUID> deviceIds, Instant at, String actor) {
    return credentials.revokeAll(deviceIds, at, actor).stream()
        .map(revoked ->
            new Ended(
                revoked.deviceId(),
                DeviceAction.CREDENTIAL_REVOKED,
                changes.removing("/credentials/" + revoked.id())))
        .toList();
  }
}
