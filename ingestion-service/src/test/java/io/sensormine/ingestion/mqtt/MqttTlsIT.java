package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sensormine.kit.testing.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT by the certificate of the HTTP listener. */
class MqttTlsIT {
  private static final String TOPIC = "sensormine/v1/telemetry";

  @TempDir private Path directory;

  @Test
  void speaksTlsOnlyAndFollowsRenewals() throws Exception {
    var authority = authority("CN=Ours");
    certify(authority);
    Files.writeString(directory.resolve("ca.crt"), authority.getCertificatePEM());
    var port = MqttIngestion.freePort();
    try (var mqtt =
        MqttIngestion.start(
            Map.of(
                "SENSORMINE_TLS_CERTIFICATE_FILE", file("tls.crt"),
                "SENSORMINE_TLS_KEY_FILE", file("tls.key"),
                "SENSORMINE_TLS_RELOAD_INTERVAL", "100ms",
                "SENSORMINE_INGESTION_MQTT_TLS_PORT", String.valueOf(port)))) {
      var tenant = UUID.randomUUID();
      var device = mqtt.device(tenant, "pump");
      var credential = mqtt.credential(tenant, device);
      var secure = new Mosquitto(port, "pump", credential);
      secure.publishes(TOPIC, "{\"v\": 1}", "-q", "1", "--cafile", file("ca.crt"));
      assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"v\": 1}");
      assertThat(secure.publish(TOPIC, "{\"v\": 2}", "-q", "1").exitCode()).isNotZero();
      var clear = new Mosquitto(mqtt.port(), "pump", credential);
      assertThat(clear.publish(TOPIC, "{\"v\": 2}", "-q", "1").exitCode()).isNotZero();

      var next = authority("CN=Next");
      Files.writeString(directory.resolve("next.crt"), next.getCertificatePEM());
      certify(next);
      Deadline.within(
          Duration.ofSeconds(60),
          () ->
              secure
                      .publish(TOPIC, "{\"v\": 2}", "-q", "1", "--cafile", file("next.crt"))
                      .exitCode()
                  == 0);
    }
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  /** Puts a certificate and its key where they are read from, as who renews them does. */
  private void certify(X509Bundle by) throws Exception {
    var issued =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=service")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(by);
    replace("tls.key", issued.getPrivateKeyPEM());
    replace("tls.crt", issued.getCertificatePathPEM());
  }

  private void replace(String name, String text) throws Exception {
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
}
