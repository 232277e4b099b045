package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service on TLS, and one that calls it. */
class TlsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String PING = "/health/liveness";

  @TempDir private Path directory;
  private final StandInIdentity identity = StandInIdentity.start();
  private X509Bundle authority;
  private RunningService service;

  @BeforeEach
  void start() throws Exception {
    authority = authority("CN=Ours");
    certify(authority, "127.0.0.1");
    service =
        start(
            Map.of(
                "SENSORMINE_TLS_CERTIFICATE_FILE", file("tls.crt"),
                "SENSORMINE_TLS_KEY_FILE", file("tls.key"),
                "SENSORMINE_TLS_RELOAD_INTERVAL", "100ms"));
  }

  @AfterEach
  void stop() {
    service.close();
    identity.close();
  }

  @Test
  void answersOverTls() throws Exception {
    assertThat(service.url()).startsWith("https://127.0.0.1:");
    var answer = get(trusting(authority), PING);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Strict-Transport-Security"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("max-age="));
  }

  @Test
  void isNotTrustedByWhoDoesNotKnowItsAuthority() {
    assertThatThrownBy(() -> get(trusting(authority("CN=Theirs")), PING))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void answersNothingInTheClear() throws IOException {
    try (var socket = connection()) {
      socket
          .getOutputStream()
          .write(
              "GET /health/liveness HTTP/1.1\r\nHost: a\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      var answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
    }
  }

  @Test
  void speaksNoTlsBelow12() throws IOException {
    // a client's hello of TLS 1.1, which the JDK does not send any more
    var random = "00".repeat(32);
    var hello = "0302" + random + "00" + "0004" + "c013002f" + "0100" + "0000";
    var handshake = "01" + "%06x".formatted(hello.length() / 2) + hello;
    var packet = "160301" + "%04x".formatted(handshake.length() / 2) + handshake;
    try (var socket = connection()) {
      socket.getOutputStream().write(HexFormat.of().parseHex(packet));
      var alert = socket.getInputStream().readNBytes(7);
      // an alert, of whatever version: fatal, protocol_version
      assertThat(alert[0]).isEqualTo((byte) 21);
      assertThat(alert[5]).isEqualTo((byte) 2);
      assertThat(alert[6]).isEqualTo((byte) 70);
    }
  }

  @Test
  void speaksTls12And13() throws Exception {
    for (var version : new String[] {"TLSv1.2", "TLSv1.3"}) {
      try (var socket =
          (SSLSocket)
              trusting(authority)
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), service.port())) {
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      }
    }
  }

  @Test
  void takesARenewedCertificateWithoutARestart() throws Exception {
    var before = served();
    certify(authority, "127.0.0.1");
    var deadline = Instant.now().plus(DEADLINE);
    while (served().equals(before)) {
      assertThat(Instant.now()).isBefore(deadline);
    }
    assertThat(get(trusting(authority), PING).statusCode()).isEqualTo(200);
  }

  @Test
  void keepsItsCertificateWhileTheNextKeyWaitsForItsOwn() throws Exception {
    var before = served();
    var next = issued(authority, "127.0.0.1");
    replace("tls.key", next.getPrivateKeyPEM());
    var until = Instant.now().plusSeconds(1);
    while (Instant.now().isBefore(until)) {
      assertThat(served()).isEqualTo(before);
    }
    replace("tls.crt", next.getCertificatePathPEM());
    var deadline = Instant.now().plus(DEADLINE);
    while (served().equals(before)) {
      assertThat(Instant.now()).isBefore(deadline);
    }
  }

  @Test
  void doesNotStartWithTheKeyOfAnotherCertificate() throws Exception {
    replace("tls.key", issued(authority, "127.0.0.1").getPrivateKeyPEM());
    var files =
        Map.of(
            "SENSORMINE_TLS_CERTIFICATE_FILE", file("tls.crt"),
            "SENSORMINE_TLS_KEY_FILE", file("tls.key"));
    assertThatThrownBy(() -> start(files).close())
        .hasStackTraceContaining("SENSORMINE_TLS_KEY_FILE is not that of the certificate");
  }

  @Test
  void doesNotStartWithACertificateOrAKeyAlone() {
    for (var half :
        new String[][] {
          {"SENSORMINE_TLS_CERTIFICATE_FILE", "tls.crt"}, {"SENSORMINE_TLS_KEY_FILE", "tls.key"}
        }) {
      assertThatThrownBy(() -> start(Map.of(half[0], file(half[1]))).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("set both SENSORMINE_TLS_KEY_FILE and");
    }
  }

  @Test
  void isCalledByAServiceThatTrustsItsAuthority() throws Exception {
    Files.writeString(directory.resolve("ca.crt"), authority.getCertificatePEM());
    try (var caller = caller(Map.of("SENSORMINE_TLS_TRUST_FILE", file("ca.crt")))) {
      assertThat(relayed(caller)).isEqualTo(200);
    }
  }

  @Test
  void isNotCalledByAServiceThatTrustsAnother() throws Exception {
    Files.writeString(directory.resolve("ca.crt"), authority("CN=Theirs").getCertificatePEM());
    try (var caller = caller(Map.of("SENSORMINE_TLS_TRUST_FILE", file("ca.crt")))) {
      assertThat(relayed(caller)).isEqualTo(503);
    }
    try (var caller = caller(Map.of())) {
      assertThat(relayed(caller)).isEqualTo(503);
    }
  }

  @Test
  void isNotCalledUnderANameThatItsCertificateDoesNotHave() throws Exception {
    certify(authority, "192.0.2.1");
    service.close();
    service =
        start(
            Map.of(
                "SENSORMINE_TLS_CERTIFICATE_FILE", file("tls.crt"),
                "SENSORMINE_TLS_KEY_FILE", file("tls.key")));
    Files.writeString(directory.resolve("ca.crt"), authority.getCertificatePEM());
    try (var caller = caller(Map.of("SENSORMINE_TLS_TRUST_FILE", file("ca.crt")))) {
      assertThat(relayed(caller)).isEqualTo(503);
    }
  }

  private RunningService start(Map<String, String> further) {
    var environment = new HashMap<>(identity.environment());
    environment.putAll(further);
    return RunningService.start("probe", environment);
  }

  /** A service in the clear that calls the one on TLS. */
  private RunningService caller(Map<String, String> further) {
    var environment = new HashMap<>(further);
    environment.put("SENSORMINE_DEVICE_URL", service.url());
    return start(environment);
  }

  private int relayed(RunningService caller) {
    var token = identity.token(UUID.randomUUID(), Roles.TENANT_ADMIN);
    return caller.http(token).get("/api/v1/relay").status();
  }

  private HttpResponse<String> get(SSLContext tls, String path) throws Exception {
    try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(service.url() + path)).build(),
          BodyHandlers.ofString());
    }
  }

  private X509Certificate served() throws Exception {
    try (var socket =
        (SSLSocket)
            trusting(authority)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private Socket connection() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
    socket.setSoTimeout((int) DEADLINE.toMillis());
    return socket;
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  /** Puts a certificate and its key where they are read from, as who renews them does. */
  private void certify(X509Bundle by, String address) throws Exception {
    var issued = issued(by, address);
    replace("tls.key", issued.getPrivateKeyPEM());
    replace("tls.crt", issued.getCertificatePathPEM());
  }

  private static X509Bundle issued(X509Bundle by, String address) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=service")
        .addSanIpAddress(address)
        .buildIssuedBy(by);
  }

  private void replace(String name, String text) throws IOException {
    var next = Files.writeString(directory.resolve(name + ".next"), text);
    Files.move(
        next,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject(name)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static SSLContext trusting(X509Bundle authority) throws Exception {
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
    return tls;
  }
}
