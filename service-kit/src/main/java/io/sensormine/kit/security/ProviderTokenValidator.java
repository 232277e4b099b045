package io.sensormine.kit.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Accepts the JWTs of the OpenID Connect provider: signed by one of its keys, asymmetrically, for
 * us, and in time. Apart from the framework's check of our own tokens, so that neither issuer's
 * keys vouch for the other's name.
 */
@Singleton
final class ProviderTokenValidator implements TokenValidator<HttpRequest<?>> {
  /** How far the provider's clock and ours may be apart. */
  static final Duration SKEW = Duration.ofSeconds(30);

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final OidcSettings settings;
  private final RemoteKeys keys;
  private final ProviderClaims reading;
  private final Clock clock;

  ProviderTokenValidator(
      OidcSettings settings, @Named(RemoteKeysFactory.PROVIDER) RemoteKeys keys, Clock clock) {
    this.settings = settings;
    this.keys = keys;
    this.reading = new ProviderClaims(settings);
    this.clock = clock;
  }

  @Override
  public Publisher<Authentication> validateToken(
      String token, @io.micronaut.core.annotation.Nullable HttpRequest<?> request) {
    return settings.isGiven() && token.indexOf('.') > 0
        ? Mono.justOrEmpty(parse(token))
            .flatMap(jwt ->
                keys.with(jwt.getHeader().getKeyID())
                    .flatMap(known -> Mono.justOrEmpty(verify(jwt, known))))
        : Mono.empty();
  }

  /** A token that says to be the provider's; nothing is verified yet. */
  private Optional<SignedJWT> parse(String token) {
    try {
      return Optional.of(SignedJWT.parse(token))
          .filter(jwt ->
              ALGORITHMS.contains(jwt.getHeader().getAlgorithm())
                  && String.valueOf(settings.issuer()).equals(OwnTokens.issuer(jwt)));
    } catch (ParseException notOne) {
      return Optional.empty();
    }
  }

  private Optional<Authentication> verify(SignedJWT token, JWKSet known) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(known)));
    processor.setJWTClaimsSetVerifier(claims());
    try {
      return reading.read(processor.process(token, null));
    } catch (BadJOSEException | JOSEException refused) {
      return Optional.empty();
    }
  }

  private DefaultJWTClaimsVerifier<SecurityContext> claims() {
    var verifier =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew((int) SKEW.toSeconds());
    return verifier;
  }
}
