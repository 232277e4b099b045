package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who a living API token speaks for.
 *
 * @param expiresAt exclusive; null for never
 */
@Introspected
public record ApiTokenIdentity(
    UUID id, UUID tenantId, String name, List<String> roles, @Nullable Instant expiresAt) {
  public ApiTokenIdentity {
    roles = List.copyOf(roles);
  }
}
