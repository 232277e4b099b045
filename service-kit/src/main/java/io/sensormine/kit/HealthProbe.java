package io.sensormine.kit;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks a URL whether the service behind it is well: a container's health check, for images that
 * have a JVM and no curl. Exits 0 for a 2xx answer, 1 for any other or none. Where the service
 * speaks TLS, so does this, and trusts the service's own certificates whatever name they have: it
 * asks at the loopback address.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLIS = 3_000;

  private HealthProbe() {}

  public static void main(String[] arguments) {
    var certificates = System.getenv("SENSORMINE_TLS_CERTIFICATE_FILE");
    System.exit(isWell(arguments[0], certificates == null ? "" : certificates) ? 0 : 1);
  }

  /**
   * Whether the service is well.
   *
   * @param certificates the PEM file of the service's certificates; empty where it speaks no TLS
   */
  static boolean isWell(String url, String certificates) {
    try {
      var connection =
          certificates.isBlank()
              ? (HttpURLConnection) URI.create(url).toURL().openConnection()
              : overTls(url.replaceFirst("^http:", "https:"), Path.of(certificates));
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return connection.getResponseCode() / 100 == 2;
    } catch (IOException | GeneralSecurityException away) {
      return false;
    }
  }

  private static HttpURLConnection overTls(String url, Path certificates)
      throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var in = Files.newInputStream(certificates)) {
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("service-" + trusted.size(), one);
      }
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
    connection.setSSLSocketFactory(tls.getSocketFactory());
    connection.setHostnameVerifier((name, session) -> true);
    return connection;
  }
}
