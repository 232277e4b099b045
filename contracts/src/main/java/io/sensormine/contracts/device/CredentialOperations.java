package io.sensormine.contracts.device;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Post;
import io.sensormine.contracts.identity.SecretHash;
import jakarta.validation.Valid;
import java.util.Optional;

/** Credentials of devices and gateways, as other services ask about them. */
public interface CredentialOperations {
  /**
   * Whose a credential is; empty (404) for one that is unknown, revoked, expired, not yet valid or
   * of a retired device. Needs no tenant: the credential tells it.
   */
  @Post("/api/v1/internal/credentials/verify")
  Optional<CredentialIdentity> verifyCredential(@Body @Valid SecretHash secret);
}
