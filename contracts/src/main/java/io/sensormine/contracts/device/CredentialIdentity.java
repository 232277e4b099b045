package io.sensormine.contracts.device;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose a living credential is.
 *
 * @param name the gateway's name, or the name a device's credential was given
 * @param device the device that it speaks for; null for a gateway's
 * @param notAfter exclusive; null for never
 */
@Introspected
public record CredentialIdentity(
    UUID id,
    UUID tenantId,
    @Nullable String name,
    DeviceSelection.@Nullable Item device,
    @Nullable Instant notAfter) {

  /** Whether it speaks for all devices of its tenant. */
  public boolean ofGateway() {
    return device == null;
  }
}
