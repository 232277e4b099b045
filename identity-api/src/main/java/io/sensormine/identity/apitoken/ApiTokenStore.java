package io.sensormine.identity.apitoken;

import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.contracts.identity.ApiTokenIdentity;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.identity.user.TenantRole;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.security.ApiTokens;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Makes, changes, revokes and recognises API tokens. */
@Singleton
class ApiTokenStore implements ApiTokens {
  private final ApiTokenRepository tokens;
  private final SecurityEvents events;
  private final Clock clock;

  ApiTokenStore(ApiTokenRepository tokens, SecurityEvents events, Clock clock) {
    this.tokens = tokens;
    this.events = events;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Optional<ApiTokenIdentity> verify(String sha256) {
    return tokens
        .verify(sha256, clock.instant())
        .map(token ->
            new ApiTokenIdentity(
                token.id(), token.tenantId(), token.name(), token.roles(), token.expiresAt()));
  }

  @Transactional
  ApiToken create(CreateApiToken request, String secret, String actor) {
    var now = clock.instant();
    var token =
        tokens.save(
            new ApiToken(
                Ids.next(),
                TenantContext.required(),
                request.name().strip(),
                TenantRole.names(request.roles()),
                Secrets.sha256(secret),
                actor,
                now,
                now,
                request.expiresAt(),
                null,
                null));
    events.record(
        SecurityEventType.API_TOKEN_CREATED, actor, token.id(), String.join(", ", token.roles()));
    return token;
  }

  /** Changes a living token; empty where the tenant has no such one, or it is revoked. */
  @Transactional
  Optional<ApiToken> change(UUID id, ChangeApiToken request, String actor) {
    return tokens
        .lock(id)
        .filter(before -> before.revokedAt() == null)
        .flatMap(before -> {
          var roles = request.roles() == null ? before.roles() : TenantRole.names(request.roles());
          tokens.change(
              id,
              request.name() == null ? before.name() : request.name().strip(),
              roles,
              request.expiresAt() == null ? before.expiresAt() : request.expiresAt(),
              clock.instant());
          events.record(SecurityEventType.API_TOKEN_CHANGED, actor, id, String.join(", ", roles));
          return tokens.findById(id);
        });
  }

  /** Revokes a token, for good; whether the tenant has such a one. Again changes nothing. */
  @Transactional
  boolean revoke(UUID id, String actor) {
    if (tokens.revoke(id, clock.instant()) > 0) {
      events.record(SecurityEventType.API_TOKEN_REVOKED, actor, id, null);
      return true;
    }
    return tokens.findById(id).isPresent();
  }
}
