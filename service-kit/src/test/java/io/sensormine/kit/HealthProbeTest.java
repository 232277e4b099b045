package io.sensormine.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthProbeTest {
  private final StandInIdentity identity = StandInIdentity.start();

  @AfterEach
  void stop() {
    identity.close();
  }

  @Test
  void asksInTheClear() {
    try (var service = RunningService.start("probe", identity.environment())) {
      var port = service.port();
      assertThat(HealthProbe.isWell(url(port, "/health/liveness"), "")).isTrue();
      assertThat(HealthProbe.isWell(url(port, "/nowhere"), "")).isFalse();
    }
  }

  @Test
  void asksOverTlsByTheServicesOwnCertificateAndNoOther(@TempDir Path directory) throws Exception {
    var own = certificate();
    var certificate = Files.writeString(directory.resolve("tls.crt"), own.getCertificatePathPEM());
    var key = Files.writeString(directory.resolve("tls.key"), own.getPrivateKeyPEM());
    var other =
        Files.writeString(directory.resolve("other.crt"), certificate().getCertificatePathPEM());
    var environment = new HashMap<>(identity.environment());
    environment.put("SENSORMINE_TLS_CERTIFICATE_FILE", certificate.toString());
    environment.put("SENSORMINE_TLS_KEY_FILE", key.toString());
    try (var service = RunningService.start("probe", environment)) {
      var url = url(service.port(), "/health/liveness");
      assertThat(HealthProbe.isWell(url, certificate.toString())).isTrue();
      assertThat(HealthProbe.isWell(url, other.toString())).isFalse();
      assertThat(HealthProbe.isWell(url, "")).isFalse();
    }
  }

  private static X509Bundle certificate() throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=service.example")
        .addSanDnsName("service.example")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  /** As the images ask, whether or not the service speaks TLS. */
  private static String url(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }
}
