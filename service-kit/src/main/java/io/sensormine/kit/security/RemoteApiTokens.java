package io.sensormine.kit.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.context.annotation.Requires;
import io.sensormine.contracts.identity.ApiTokenIdentity;
import io.sensormine.contracts.identity.SecretHash;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Asks identity-api, and remembers its word for so long that a revocation holds within 60 s. */
@Singleton
@Requires(property = "sensormine.issuer", value = "false")
final class RemoteApiTokens implements ApiTokens {
  private static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final int MAX_REMEMBERED = 10_000;

  private final IdentityClient identity;
  private final Clock clock;
  private final Cache<String, Optional<ApiTokenIdentity>> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(REMEMBERED).build();

  RemoteApiTokens(IdentityClient identity, Clock clock) {
    this.identity = identity;
    this.clock = clock;
  }

  @Override
  public Optional<ApiTokenIdentity> verify(String sha256) {
    return remembered
        .get(sha256, hash -> identity.verifyApiToken(new SecretHash(hash)))
        .filter(token -> token.expiresAt() == null || clock.instant().isBefore(token.expiresAt()));
  }
}
