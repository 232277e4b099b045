package io.sensormine.kit.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.ssl.CertificateProvider;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Whom the OpenID Connect provider's certificate may be of where services trust a file of their
 * own: an authority of that file, or one that the JVM knows. A provider is as often public as not.
 */
@Singleton
@Named(ProviderAuthorities.NAME)
@Requires(property = "micronaut.certificate.file.services.path")
final class ProviderAuthorities implements CertificateProvider {
  /** As {@code trust.yml} names it. */
  static final String NAME = "provider";

  private final CertificateProvider file;

  ProviderAuthorities(@Named("services") CertificateProvider file) {
    this.file = file;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Publisher<KeyStore> getKeyStore() {
    return Flux.from(file.getTrustStore()).map(ProviderAuthorities::withTheJvms);
  }

  /** The certificates of a store and those of the JVM. */
  static KeyStore withTheJvms(KeyStore ours) {
    try {
      var all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      for (var alias : Collections.list(ours.aliases())) {
        all.setCertificateEntry("ours-" + alias, ours.getCertificate(alias));
      }
      int at = 0;
      for (var certificate : theJvms()) {
        all.setCertificateEntry("jvm-" + at++, certificate);
      }
      return all;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot read the authorities that the JVM trusts", e);
    }
  }

  private static List<X509Certificate> theJvms() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    var certificates = new ArrayList<X509Certificate>();
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager known) {
        certificates.addAll(List.of(known.getAcceptedIssuers()));
      }
    }
    return certificates;
  }
}
