package io.sensormine.kit.transport;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.ssl.CertificateProvider;
import jakarta.inject.Named;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Collections;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * The listeners' certificate: that of the files, once its key belongs to it. Renewed files are
 * written one after the other, so that between the two they hold a pair no client accepts; until
 * they fit, listeners keep what they have.
 */
@Context
@Named(ListenerCertificate.NAME)
@Requires(property = "micronaut.certificate.file.listener-files.path")
final class ListenerCertificate implements CertificateProvider {
  /** As {@code tls.yml} names it. */
  static final String NAME = "listener";

  private static final Logger LOG = LoggerFactory.getLogger(ListenerCertificate.class);
  private static final byte[] PROBE = {1};

  private final Flux<KeyStore> fitting;

  /**
   * Reads the files as they are now.
   *
   * @throws IllegalArgumentException if their key is not their certificate's
   */
  ListenerCertificate(@Named("listener-files") CertificateProvider files) {
    var pairs = Flux.from(files.getKeyStore());
    var first = pairs.blockFirst();
    if (first == null || !fits(first)) {
      throw new IllegalArgumentException(
          "The key in SENSORMINE_TLS_KEY_FILE is not that of the certificate in"
              + " SENSORMINE_TLS_CERTIFICATE_FILE.");
    }
    this.fitting =
        pairs.filter(ListenerCertificate::fitsOrIsTold).startWith(first).replay(1).autoConnect();
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Publisher<KeyStore> getKeyStore() {
    return fitting;
  }

  private static boolean fitsOrIsTold(KeyStore pair) {
    var fits = fits(pair);
    if (!fits) {
      LOG.warn("the TLS key is not that of the certificate beside it: both stay as they were");
    }
    return fits;
  }

  private static boolean fits(KeyStore pair) {
    try {
      for (var alias : Collections.list(pair.aliases())) {
        if (pair.getKey(alias, null) instanceof PrivateKey key
            && !fits(key, pair.getCertificate(alias).getPublicKey())) {
          return false;
        }
      }
      return true;
    } catch (GeneralSecurityException e) {
      LOG.debug("a key cannot be tried against its certificate", e);
      return false;
    }
  }

  private static boolean fits(PrivateKey key, PublicKey of) throws GeneralSecurityException {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(PROBE);
    var signed = signature.sign();
    signature.initVerify(of);
    signature.update(PROBE);
    return signature.verify(signed);
  }
}
