package io.sensormine.identity.apitoken;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token, as a tenant admin reads it.
 *
 * @param secret what is sent as a bearer token; in the answer that made it, and never again
 */
@Introspected
record ApiTokenView(
    UUID id,
    String name,
    List<String> roles,
    String createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {
  static ApiTokenView of(ApiToken token) {
    return of(token, null);
  }

  static ApiTokenView of(ApiToken token, @Nullable String secret) {
    return new ApiTokenView(
        token.id(),
        token.name(),
        token.roles(),
        token.createdBy(),
        token.createdAt(),
        token.updatedAt(),
        token.expiresAt(),
        token.lastUsedAt(),
        token.revokedAt(),
        secret);
  }

  @Override
  public String toString() {
    return "ApiTokenView[" + id + "]";
  }
}
