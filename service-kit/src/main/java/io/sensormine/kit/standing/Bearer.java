package io.sensormine.kit.standing;

import io.micronaut.security.authentication.Authentication;
import io.sensormine.kit.security.Caller;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a token, as far as their standing goes.
 *
 * @param tenantId whose it is; empty for a platform admin
 * @param session of a user whom identity-api signed in; null for an API token, a credential and
 *     whoever another issuer signed in
 * @param isProviders whether an OpenID Connect provider named the tenant, which need not exist then
 */
public record Bearer(Optional<UUID> tenantId, @Nullable Session session, boolean isProviders) {
  /** The claim that carries {@link Session#generation}. */
  public static final String GENERATION_CLAIM = "generation";

  private static final String OUR_ISSUER = "sensormine";

  /**
   * A user's access token.
   *
   * @param generation of the user's tokens; what ends them begins the next
   * @param issuedAt to the second
   */
  public record Session(String subject, int generation, Instant issuedAt) {}

  /** Reads a validated token. */
  public static Bearer of(Authentication authentication) {
    var claims = authentication.getAttributes();
    var tenantId =
        Optional.ofNullable(claims.get(Caller.TENANT_CLAIM))
            .map(id -> UUID.fromString(id.toString()));
    return new Bearer(
        tenantId,
        OUR_ISSUER.equals(claims.get("iss"))
            ? new Session(
                authentication.getName(),
                claims.get(GENERATION_CLAIM) instanceof Number number ? number.intValue() : 0,
                issuedAt(claims.get("iat")))
            : null,
        claims.containsKey(Caller.PROVIDER));
  }

  private static Instant issuedAt(@Nullable Object claim) {
    return switch (claim) {
      case Date date -> date.toInstant();
      case Number seconds -> Instant.ofEpochSecond(seconds.longValue());
      case null, default -> Instant.EPOCH;
    };
  }
}
