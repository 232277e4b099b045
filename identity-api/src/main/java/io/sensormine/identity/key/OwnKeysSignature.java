package io.sensormine.identity.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.token.jwt.signature.ReactiveSignatureConfiguration;
import io.sensormine.kit.security.OwnTokens;
import io.sensormine.kit.security.ProvenTokens;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Verifies tokens by the keys at hand: the issuer need not ask itself over HTTP. */
@Singleton
final class OwnKeysSignature implements ReactiveSignatureConfiguration<SignedJWT> {
  private final SigningKeys keys;
  private final ExecutorService blocking;
  private final ProvenTokens proven = new ProvenTokens();

  OwnKeysSignature(SigningKeys keys, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.keys = keys;
    this.blocking = blocking;
  }

  @Override
  public Publisher<Boolean> verify(SignedJWT token) {
    var id = token.getHeader().getKeyID();
    if (id == null
        || !JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())
        || !OwnTokens.isOurs(token)) {
      return Mono.just(false);
    }
    return keys.find(id)
        .map(key -> Mono.just(proven.isSignedBy(key, token)))
        .orElseGet(() ->
            Mono.fromCallable(() -> keys.findAnew(id).filter(key -> proven.isSignedBy(key, token)))
                .map(signer -> signer.isPresent())
                .subscribeOn(Schedulers.fromExecutorService(blocking)));
  }
}
