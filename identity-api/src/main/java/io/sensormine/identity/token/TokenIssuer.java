package io.sensormine.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sensormine.identity.key.SigningKeys;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.OwnTokens;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.standing.Bearer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Issues access tokens: JWTs signed by ES256. Thread-safe. */
@Singleton
public final class TokenIssuer {
  /** The claim that carries a user's e-mail address; only users' tokens have it. */
  public static final String EMAIL_CLAIM = "email";

  private static final String AUDIENCE = "sensormine";

  private final SigningKeys keys;
  private final TokenSettings settings;
  private final Clock clock;

  TokenIssuer(SigningKeys keys, TokenSettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A user's token.
   *
   * @param tenantId null for a platform admin
   * @param generation of the user's tokens, read together with the roles: so a token with roles of
   *     yesterday never passes for one of today
   */
  public AccessToken forUser(
      UUID userId, @Nullable UUID tenantId, String email, List<String> roles, int generation) {
    var claims =
        new JWTClaimsSet.Builder()
            .subject(userId.toString())
            .claim("roles", roles)
            .claim(EMAIL_CLAIM, email)
            .claim(Bearer.GENERATION_CLAIM, generation);
    if (tenantId != null) {
      claims.claim(Caller.TENANT_CLAIM, tenantId.toString());
    }
    return sign(claims, settings.userLifetime());
  }

  /** A service's token. */
  public AccessToken forService(String clientId) {
    return sign(
        new JWTClaimsSet.Builder().subject(clientId).claim("roles", List.of(Roles.SERVICE)),
        settings.serviceLifetime());
  }

  private AccessToken sign(JWTClaimsSet.Builder claims, Duration lifetime) {
    var key = keys.signing();
    var now = clock.instant();
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build(),
            claims
                .issuer(OwnTokens.ISSUER)
                .audience(AUDIENCE)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .build());
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("our own key does not sign", e);
    }
    return new AccessToken(token.serialize(), lifetime.toSeconds());
  }
}
