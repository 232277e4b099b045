package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** ingestion-service with MQTT, and clients of it. */
record MqttIngestion(Ingestion ingestion, int port) implements AutoCloseable {
  /** The name that the stand-in gives every credential, and so to every gateway. */
  static final String GATEWAY = "a name";

  static MqttIngestion start(Map<String, String> settings) {
    return start(freePort(), settings);
  }

  static MqttIngestion start(int port, Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.put("SENSORMINE_INGESTION_MQTT_ENABLED", "true");
    all.put("SENSORMINE_INGESTION_MQTT_PORT", String.valueOf(port));
    return new MqttIngestion(Ingestion.start(all), port);
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A device of a type without a schema. */
  DeviceSelection.Item device(UUID tenantId, String name) {
    return ingestion.deviceApi().device(tenantId, name, ingestion.deviceApi().type(tenantId));
  }

  String credential(UUID tenantId, DeviceSelection.Item device) {
    return ingestion.deviceApi().credential(tenantId, device);
  }

  Mosquitto mosquitto(UUID tenantId, DeviceSelection.Item device) {
    return new Mosquitto(port, device.externalId(), credential(tenantId, device));
  }

  Mosquitto mosquittoOfGateway(UUID tenantId) {
    return new Mosquitto(port, GATEWAY, ingestion.deviceApi().credential(tenantId, null));
  }

  /** A client of MQTT 5 that has not connected. */
  Mqtt5BlockingClient mqtt5(String user, String password, String clientId) {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(clientId)
        .serverHost("127.0.0.1")
        .serverPort(port)
        .simpleAuth()
        .username(user)
        .password(password.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .buildBlocking();
  }

  /** A client of MQTT 3.1.1 that has not connected. */
  Mqtt3BlockingClient mqtt3(String user, String password, String clientId) {
    return MqttClient.builder()
        .useMqttVersion3()
        .identifier(clientId)
        .serverHost("127.0.0.1")
        .serverPort(port)
        .simpleAuth()
        .username(user)
        .password(password.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .buildBlocking();
  }

  @Override
  public void close() {
    ingestion.close();
  }

  /** Neither version of the protocol lets this user in. */
  void assertRefused(String user, String password) {
    assertThatThrownBy(() -> mqtt5(user, password, "x").connect())
        .isInstanceOfSatisfying(
            Mqtt5ConnAckException.class,
            refused ->
                assertThat(refused.getMqttMessage().getReasonCode())
                    .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD));
    assertThatThrownBy(() -> mqtt3(user, password, "x").connect())
        .isInstanceOfSatisfying(
            Mqtt3ConnAckException.class,
            refused ->
                assertThat(refused.getMqttMessage().getReturnCode())
                    .isEqualTo(Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD));
  }
}
