package io.sensormine.kit.security;

import com.nimbusds.jwt.SignedJWT;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.List;

/**
 * What identity-api's tokens are good for. Where people sign in at an OpenID Connect provider, only
 * our services' own are: a user's token by our key would be a second way in.
 */
@Singleton
public final class OwnTokens implements GenericJwtClaimsValidator<HttpRequest<?>> {
  /** The {@code iss} of identity-api's tokens. */
  public static final String ISSUER = "sensormine";

  private static final String ROLES = "roles";

  private final OidcSettings provider;

  OwnTokens(OidcSettings provider) {
    this.provider = provider;
  }

  @Override
  public boolean validate(Claims claims, @Nullable HttpRequest<?> request) {
    return !provider.isGiven() || List.of(Roles.SERVICE).equals(claims.get(ROLES));
  }

  /** Whether a token says to be of identity-api; nothing of it is verified yet. */
  public static boolean isOurs(SignedJWT token) {
    return ISSUER.equals(issuer(token));
  }

  /** Who says to have issued a token, before anything of it is verified; null where nobody. */
  static @org.jspecify.annotations.Nullable String issuer(SignedJWT token) {
    try {
      return token.getJWTClaimsSet().getIssuer();
    } catch (ParseException unreadable) {
      return null;
    }
  }
}
