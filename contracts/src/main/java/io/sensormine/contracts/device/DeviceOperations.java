package io.sensormine.contracts.device;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.sensormine.contracts.identity.SecretHash;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.UUID;

/** Devices, their types and credentials, as other services ask for them. */
public interface DeviceOperations {
  /** The tenant's devices that all the given criteria describe, in order of id. */
  @Post("/api/v1/devices/select")
  DeviceSelection select(@Body @Valid DeviceSelector selector);

  /**
   * Whose a credential is; empty (404) for an unknown, revoked or expired one. Needs no tenant: the
   * credential tells it.
   */
  @Post("/api/v1/internal/credentials/verify")
  Optional<CredentialIdentity> verifyCredential(@Body @Valid SecretHash secret);

  /** What ingestion must know of a device type; empty (404) where the tenant has none. */
  @Get("/api/v1/internal/device-types/{id}/ingest-view")
  Optional<IngestView> ingestView(@PathVariable UUID id);
}
