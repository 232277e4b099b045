package io.sensormine.contracts.identity;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Post;
import jakarta.validation.Valid;
import java.util.Optional;

/** Tokens, as one service asks identity-api for them or about them. */
public interface TokenOperations {
  /**
   * Trades a service's client secret for a short-lived JWT with role SERVICE; 401 where either is
   * wrong. The one operation that takes no token.
   */
  @Post("/api/v1/internal/service-tokens")
  ServiceToken issueServiceToken(@Body @Valid ServiceTokenRequest request);

  /** Who an API token speaks for; empty (404) for an unknown, revoked or expired one. */
  @Post("/api/v1/internal/api-tokens/verify")
  Optional<ApiTokenIdentity> verifyApiToken(@Body @Valid SecretHash secret);
}
