package io.sensormine.device.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A credential, as clients see it.
 *
 * @param notBefore inclusive; null for at once
 * @param notAfter exclusive; null for never
 * @param token the secret itself, told only to whom it was issued
 */
@Introspected
record Credential(
    UUID id,
    @Nullable String name,
    @Nullable Instant notBefore,
    @Nullable Instant notAfter,
    @Nullable Instant firstUsedAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {

  static Credential of(CredentialRow row) {
    return of(row, null);
  }

  static Credential of(CredentialRow row, @Nullable String token) {
    return new Credential(
        row.id(),
        row.name(),
        row.notBefore(),
        row.notAfter(),
        row.firstUsedAt(),
        row.lastUsedAt(),
        row.revokedAt(),
        row.createdAt(),
        token);
  }

  @Override
  public String toString() {
    return "Credential[" + id + "]";
  }
}
