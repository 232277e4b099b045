package io.sensormine.device.credential;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.contracts.device.CredentialOperations;
import io.sensormine.contracts.identity.SecretHash;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.time.Clock;
import java.util.Optional;

/** What ingestion asks of each credential it meets. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.SERVICE)
class CredentialVerificationController implements CredentialOperations {
  private final CredentialLookup lookup;
  private final CredentialUses uses;
  private final Clock clock;

  CredentialVerificationController(CredentialLookup lookup, CredentialUses uses, Clock clock) {
    this.lookup = lookup;
    this.uses = uses;
    this.clock = clock;
  }

  @Override
  @AnyTenant
  @Operation(
      summary = "Whose a credential is, by the SHA-256 of its token",
      description = "Counts as a use of the credential. Roles: SERVICE; needs no tenant.")
  public Optional<CredentialIdentity> verifyCredential(@Body @Valid SecretHash secret) {
    var now = clock.instant();
    var identity = lookup.find(secret.sha256(), now);
    identity.ifPresent(known -> uses.used(known.id(), now));
    return identity;
  }
}
