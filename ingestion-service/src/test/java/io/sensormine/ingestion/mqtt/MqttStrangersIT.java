package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Connections that do not log in. */
class MqttStrangersIT {
  private static final int MAX_STRANGERS = 5;
  private static final int MUCH = 100_000;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration SOONER_THAN_THE_BROKER = Duration.ofSeconds(8);
  private static final Duration BEFORE_THE_TIME_IS_UP = Duration.ofSeconds(3);

  /** The beginning of a CONNECT of 2,097,000 bytes. */
  private static final byte[] CONNECT = {0x10, (byte) 0xe8, (byte) 0xfe, 0x7f};

  @AutoClose
  private static final MqttIngestion mqtt =
      MqttIngestion.start(
          Map.of(
              "SENSORMINE_INGESTION_MQTT_MAX_STRANGERS",
              String.valueOf(MAX_STRANGERS),
              "SENSORMINE_INGESTION_MQTT_LOG_IN_WITHIN",
              "PT5S"));

  private static Socket stranger() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), mqtt.port());
    socket.setSoTimeout(100);
    return socket;
  }

  /** Whether the other side has closed; sends another byte. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.getOutputStream().write(0);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  @Test
  void closesWhoDripsBytes() throws IOException {
    try (var socket = stranger()) {
      socket.getOutputStream().write(CONNECT);
      Deadline.within(SOONER_THAN_THE_BROKER, () -> isClosed(socket));
    }
  }

  @Test
  void closesWhoSendsMuch() throws IOException {
    try (var socket = stranger()) {
      socket.getOutputStream().write(CONNECT);
      socket.getOutputStream().write(new byte[MUCH]);
      Deadline.within(BEFORE_THE_TIME_IS_UP, () -> isClosed(socket));
    }
  }

  @Test
  void takesNoMoreStrangersThanMayBe() throws IOException {
    var tenant = UUID.randomUUID();
    var credential = mqtt.credential(tenant, mqtt.device(tenant, "pump"));
    var known = mqtt.mqtt5("pump", credential, "known");
    known.connect();
    var sockets = new ArrayList<Socket>();
    try {
      for (int stranger = 0; stranger <= MAX_STRANGERS; stranger++) {
        var socket = stranger();
        sockets.add(socket);
        socket.getOutputStream().write(CONNECT);
      }
      Deadline.within(BEFORE_THE_TIME_IS_UP, () -> isClosed(sockets.getLast()));
      Deadline.within(SOON, () -> sockets.stream().allMatch(MqttStrangersIT::isClosed));
      // there is room for others, and who had logged in before is there still
      mqtt.mqtt5("pump", credential, "other").connect();
      assertThat(known.getState().isConnected()).isTrue();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }
}
