package io.sensormine.kit.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.context.annotation.Requires;
import io.micronaut.security.token.jwt.signature.ReactiveSignatureConfiguration;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Verifies identity-api's tokens by the keys that it publishes. The framework's own would do
 * without a key for a minute after it is made, and without any a minute after identity-api is away,
 * asking for them at every request.
 */
@Singleton
@Requires(property = "sensormine.issuer", value = "false")
final class IdentityKeysSignature implements ReactiveSignatureConfiguration<SignedJWT> {
  private final RemoteKeys keys;
  private final ProvenTokens proven = new ProvenTokens();

  IdentityKeysSignature(@Named(RemoteKeysFactory.IDENTITY) RemoteKeys keys) {
    this.keys = keys;
  }

  @Override
  public Publisher<Boolean> verify(SignedJWT token) {
    var id = token.getHeader().getKeyID();
    return id == null
            || !JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())
            || !OwnTokens.isOurs(token)
        ? Mono.just(false)
        : keys.with(id).map(known -> isSignedBy(known.getKeyByKeyId(id), token));
  }

  private boolean isSignedBy(@Nullable JWK key, SignedJWT token) {
    return key instanceof ECKey point && proven.isSignedBy(point, token);
  }
}
