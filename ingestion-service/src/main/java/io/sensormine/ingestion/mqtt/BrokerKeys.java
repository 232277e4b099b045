package io.sensormine.ingestion.mqtt;

import io.micronaut.http.ssl.CertificateProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * The HTTP listener's key and certificate, in a file as the broker reads it, which it does again
 * once it has changed.
 */
final class BrokerKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerKeys.class);
  private static final int PATIENCE_SECONDS = 10;

  private final Path file;
  private final String password;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Disposable renewals;

  /**
   * Writes the file, and again whenever the certificate is renewed.
   *
   * @param password for the file
   */
  BrokerKeys(CertificateProvider certificates, Path file, String password) {
    this.file = file;
    this.password = password;
    this.renewals = Flux.from(certificates.getKeyStore()).subscribe(this::write, BrokerKeys::warn);
    awaitFirst();
  }

  private void awaitFirst() {
    try {
      if (!written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("There is no certificate for MQTT over TLS.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a certificate", e);
    }
  }

  private void write(KeyStore certificate) {
    try {
      var ours = KeyStore.getInstance("PKCS12");
      ours.load(null, null);
      for (var alias : java.util.Collections.list(certificate.aliases())) {
        if (certificate.isKeyEntry(alias)) {
          ours.setKeyEntry(
              alias,
              certificate.getKey(alias, null),
              password.toCharArray(),
              certificate.getCertificateChain(alias));
        }
      }
      var next = Files.createTempFile(file.getParent(), "keys", ".p12");
      try (OutputStream out = Files.newOutputStream(next)) {
        ours.store(out, password.toCharArray());
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written.countDown();
    } catch (IOException | GeneralSecurityException e) {
      warn(e);
    }
  }

  private static void warn(Throwable e) {
    LOG.warn("the certificate for MQTT stays as it was, for the new one cannot be used", e);
  }

  @Override
  public void close() {
    renewals.dispose();
  }
}
