package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who guesses credentials over MQTT is slowed down, and nobody else behind the same address. */
class MqttLogInRateIT {
  private static final int GUESSES = 3;
  private static final String WRONG = "smd_" + "0".repeat(43);

  @AutoClose
  private static final MqttIngestion mqtt =
      MqttIngestion.start(
          Map.of(
              "SENSORMINE_RATES_ADDRESS_PER_SECOND",
              "1",
              "SENSORMINE_RATES_ADDRESS_BURST",
              String.valueOf(GUESSES)));

  private static void refuses(String password, Mqtt5ConnAckReasonCode expected) {
    assertThatThrownBy(() -> mqtt.mqtt5("pump", password, "x").connect())
        .asInstanceOf(InstanceOfAssertFactories.type(Mqtt5ConnAckException.class))
        .extracting(refused -> refused.getMqttMessage().getReasonCode())
        .isEqualTo(expected);
  }

  @Test
  void countsRefusedLoginsByAddress() {
    var tenant = UUID.randomUUID();
    var known = mqtt.credential(tenant, mqtt.device(tenant, "pump"));
    mqtt.mqtt5("pump", known, "known").connect();
    for (int guess = 0; guess < GUESSES; guess++) {
      refuses(
          guess == 0 ? "no credential at all" : WRONG,
          Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }
    refuses(WRONG, Mqtt5ConnAckReasonCode.CONNECTION_RATE_EXCEEDED);
    assertThatThrownBy(() -> mqtt.mqtt3("pump", WRONG, "x").connect())
        .asInstanceOf(InstanceOfAssertFactories.type(Mqtt3ConnAckException.class))
        .extracting(refused -> refused.getMqttMessage().getReturnCode())
        .isEqualTo(Mqtt3ConnAckReturnCode.SERVER_UNAVAILABLE);
    mqtt.mqtt5("pump", known, "known").connect();
  }
}
