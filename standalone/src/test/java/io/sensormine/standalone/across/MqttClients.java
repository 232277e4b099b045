package io.sensormine.standalone.across;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** A device and a gateway that log in over MQTT, and publish where they are let in. */
record MqttClients(int port) {
  static final String DEVICE = "boiler-1";
  static final String GATEWAY = "gateway";

  static MqttClients onFreePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new MqttClients(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has ingestion-service speak MQTT there. */
  Map<String, String> settings() {
    return Map.of(
        "SENSORMINE_INGESTION_MQTT_ENABLED",
        "true",
        "SENSORMINE_INGESTION_MQTT_PORT",
        String.valueOf(port));
  }

  /** Whether the device is let in. */
  boolean deviceLogsIn(String password) {
    return logsIn(DEVICE, password, "sensormine/v1/telemetry");
  }

  /** Whether the gateway is let in. */
  boolean gatewayLogsIn(String password) {
    return logsIn(GATEWAY, password, "sensormine/v1/" + DEVICE + "/telemetry");
  }

  private boolean logsIn(String user, String password, String topic) {
    var client =
        MqttClient.builder()
            .useMqttVersion5()
            .serverHost("127.0.0.1")
            .serverPort(port)
            .simpleAuth()
            .username(user)
            .password(password.getBytes(UTF_8))
            .applySimpleAuth()
            .buildBlocking();
    try {
      client.connect();
    } catch (Mqtt5ConnAckException refused) {
      return false;
    }
    client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload("{\"temperature\": 1}".getBytes(UTF_8))
        .send();
    client.disconnect();
    return true;
  }
}
