package io.sensormine.device.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.device.audit.Change;
import io.sensormine.device.device.DeviceAction;
import io.sensormine.device.device.Devices;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Issues and revokes credentials, of a device or (where that is null) of the tenant's gateways. */
@Singleton
class Credentials {
  private final CredentialRepository rows;
  private final GatewayCredentialAuditRepository audit;
  private final Devices devices;
  private final Change changes;
  private final Clock clock;

  Credentials(
      CredentialRepository rows,
      GatewayCredentialAuditRepository audit,
      Devices devices,
      Change changes,
      Clock clock) {
    this.rows = rows;
    this.audit = audit;
    this.devices = devices;
    this.changes = changes;
    this.clock = clock;
  }

  /** A new credential with its token, which is nowhere to be had again. */
  @Transactional
  Credential issue(@Nullable UUID deviceId, CredentialRequest.Terms terms, String actor) {
    if (deviceId != null) {
      devices.holdLiving(deviceId);
    }
    var token = Secrets.next(Secrets.CREDENTIAL_PREFIX);
    var row =
        new CredentialRow(
            Ids.next(),
            TenantContext.required(),
            deviceId,
            terms.name(),
            terms.notBefore(),
            terms.notAfter(),
            null,
            null,
            null,
            null,
            clock.instant(),
            actor);
    rows.insert(
        row.id(),
        row.tenantId(),
        deviceId,
        row.name(),
        Secrets.sha256(token),
        row.notBefore(),
        row.notAfter(),
        row.createdAt(),
        actor);
    if (deviceId == null) {
      note(
          row.id(),
          DeviceAction.CREDENTIAL_ISSUED,
          actor,
          row.createdAt(),
          changes.creating(terms));
    } else {
      var patch = changes.adding("/credentials/" + row.id(), terms);
      devices.note(deviceId, DeviceAction.CREDENTIAL_ISSUED, actor, patch);
    }
    return Credential.of(row, token);
  }

  Credential read(@Nullable UUID deviceId, UUID id) {
    return rows.find(id, deviceId)
        .map(Credential::of)
        .orElseThrow(() -> ProblemException.notFound("credential"));
  }

  /** Revokes a credential at once; one that is revoked already stays as it is. */
  @Transactional
  void revoke(@Nullable UUID deviceId, UUID id, String actor) {
    if (deviceId != null) {
      // the device before its credentials, as its retirement locks them
      devices.hold(deviceId);
    }
    var row = rows.lock(id, deviceId).orElseThrow(() -> ProblemException.notFound("credential"));
    if (row.revokedAt() != null) {
      return;
    }
    var now = clock.instant();
    rows.revoke(id, now, actor);
    if (deviceId == null) {
      var patch = changes.adding("/revokedAt", now);
      note(id, DeviceAction.CREDENTIAL_REVOKED, actor, now, patch);
    } else {
      var patch = changes.removing("/credentials/" + id);
      devices.note(deviceId, DeviceAction.CREDENTIAL_REVOKED, actor, patch);
    }
  }

  /** Notes in the tenant's log what was done to a gateway's credential. */
  private void note(UUID id, DeviceAction action, String actor, Instant at, JsonNode patch) {
    audit.save(
        new GatewayCredentialAudit(
            Ids.next(), TenantContext.required(), id, action, actor, patch, at));
  }
}
