package io.sensormine.ingestion.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.testing.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Only devices and gateways log in over MQTT, and only while their tenant stands. */
class MqttStandingIT {
  private static final String OF_DEVICE = "sensormine/v1/telemetry";
  private static final String OF_GATEWAY = "sensormine/v1/pump/telemetry";
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  @AutoClose
  private static final MqttIngestion mqtt =
      MqttIngestion.start(Map.of("SENSORMINE_IDENTITY_MEMORY_REFRESH_INTERVAL", "PT0.2S"));

  private final UUID tenant = UUID.randomUUID();

  private static void publish(Mqtt5BlockingClient client, String topic) {
    client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload("{\"v\": 1}".getBytes(UTF_8))
        .send();
  }

  private static Mqtt5BlockingClient connected(String user, String credential) {
    var client = mqtt.mqtt5(user, credential, user);
    client.connect();
    return client;
  }

  private static boolean isCutOff(Mqtt5BlockingClient client, String topic) {
    try {
      publish(client, topic);
      return false;
    } catch (RuntimeException cutOff) {
      assertThat(cutOff)
          .rootCause()
          .isInstanceOfSatisfying(
              Mqtt5DisconnectException.class,
              end ->
                  assertThat(end.getMqttMessage().getReasonCode())
                      .isEqualTo(Mqtt5DisconnectReasonCode.NOT_AUTHORIZED));
      return true;
    }
  }

  @Test
  void endsWhatASuspendedTenantHasAndLetsNobodyOfItIn() {
    var credential = mqtt.credential(tenant, mqtt.device(tenant, "pump"));
    var ofGateway = mqtt.ingestion().deviceApi().credential(tenant, null);
    var device = connected("pump", credential);
    var gateway = connected(MqttIngestion.GATEWAY, ofGateway);
    var elsewhere = UUID.randomUUID();
    var other = connected("valve", mqtt.credential(elsewhere, mqtt.device(elsewhere, "valve")));
    publish(device, OF_DEVICE);
    publish(gateway, OF_GATEWAY);
    mqtt.ingestion().identity().suspend(tenant);
    Deadline.within(A_MINUTE, () -> isCutOff(device, OF_DEVICE));
    Deadline.within(A_MINUTE, () -> isCutOff(gateway, OF_GATEWAY));
    assertThat(device.getState().isConnected()).isFalse();
    assertThat(gateway.getState().isConnected()).isFalse();
    mqtt.assertRefused("pump", credential);
    mqtt.assertRefused(MqttIngestion.GATEWAY, ofGateway);
    publish(other, OF_DEVICE);
    other.disconnect();
  }

  @Test
  void letsNobodyInByWhatIsNoCredentialOfADevice() {
    mqtt.device(tenant, "pump");
    var identity = mqtt.ingestion().identity();
    var tokens =
        List.of(
            identity.token(tenant, "TENANT_ADMIN"),
            identity.token(null, "PLATFORM_ADMIN"),
            identity.serviceToken(),
            Secrets.next("smt_"));
    for (var token : tokens) {
      mqtt.assertRefused("pump", token);
      mqtt.assertRefused(MqttIngestion.GATEWAY, token);
    }
  }
}
