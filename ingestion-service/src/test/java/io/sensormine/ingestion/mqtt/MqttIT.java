package io.sensormine.ingestion.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.kit.testing.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Telemetry over MQTT, by Mosquitto's clients and HiveMQ's. */
class MqttIT {
  private static final String TOPIC = "sensormine/v1/telemetry";
  private static final String TEMPERATURE =
      """
      {'type': 'object', 'required': ['temp'], 'additionalProperties': false,
       'properties': {'temp': {'type': 'number', 'maximum': 100}}}
      """;
  private static final Duration SOON = Duration.ofSeconds(30);

  @AutoClose
  private static final MqttIngestion mqtt =
      MqttIngestion.start(Map.of("SENSORMINE_INGESTION_REFERENCES_FRESH_CREDENTIALS", "PT1S"));

  private final UUID tenant = UUID.randomUUID();

  private static String topicOf(String externalId) {
    return "sensormine/v1/" + externalId + "/telemetry";
  }

  private static String message(int second, int value) {
    return "{\"time\": %d, \"v\": %d}".formatted(1_700_000_000 + second, value);
  }

  private static Mqtt5PublishResult publish(
      Mqtt5BlockingClient client, String topic, String message) {
    return client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(message.getBytes(UTF_8))
        .send();
  }

  private String refusals(String externalId) {
    return String.join(
        ",",
        mqtt.ingestion()
            .query(
                "SELECT code || ' ' || protocol FROM telemetry.rejected_messages"
                    + " WHERE tenant_id = '%s' AND device_external_id = '%s' ORDER BY received_at"
                        .formatted(tenant, externalId)));
  }

  @Test
  void storesWhatDevicesPublish() {
    var device = mqtt.device(tenant, "pump");
    var mosquitto = mqtt.mosquitto(tenant, device);
    mosquitto.publishes(TOPIC, message(1, 1), "-q", "1");
    mosquitto.publishes(TOPIC, message(2, 2), "-q", "1", "-V", "mqttv5");
    mosquitto.publishes(TOPIC, message(3, 3), "-q", "1", "-V", "mqttv31");
    assertThat(mqtt.ingestion().fields(device.id()))
        .containsExactly("{\"v\": 1}", "{\"v\": 2}", "{\"v\": 3}");
    mosquitto.publishes(TOPIC, message(4, 4), "-q", "0");
    mosquitto.publishes(TOPIC, "[" + message(5, 5) + "," + message(6, 6) + "]", "-q", "1");
    Deadline.within(SOON, () -> mqtt.ingestion().fields(device.id()).size() == 6);
  }

  @Test
  void storesWhatAGatewayPublishesOfItsTenantsDevices() {
    var pump = mqtt.device(tenant, "pump 1");
    var valve = mqtt.device(tenant, "hall/valve");
    var gateway = mqtt.mosquittoOfGateway(tenant);
    gateway.publishes(topicOf("pump 1"), message(1, 1), "-q", "1");
    gateway.publishes(
        topicOf("hall/valve"),
        "{\"device\": \"hall/valve\", \"time\": 1700000000, \"fields\": {\"v\": 2}}",
        "-q",
        "1",
        "-V",
        "mqttv5");
    assertThat(mqtt.ingestion().fields(pump.id())).containsExactly("{\"v\": 1}");
    assertThat(mqtt.ingestion().fields(valve.id())).containsExactly("{\"v\": 2}");
  }

  @Test
  void storesOnceWhatIsDeliveredAgain() {
    var device = mqtt.device(tenant, "pump");
    var mosquitto = mqtt.mosquitto(tenant, device);
    for (int time = 0; time < 3; time++) {
      mosquitto.publishes(TOPIC, message(1, 1), "-q", "1");
    }
    assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"v\": 1}");
  }

  @Test
  void keepsTheOrderOfAConnection() {
    var device = mqtt.device(tenant, "pump");
    var client = mqtt.mqtt5("pump", mqtt.credential(tenant, device), "ordered");
    client.connect();
    var sent = new ArrayList<CompletableFuture<Mqtt5PublishResult>>();
    for (int value = 0; value < 300; value++) {
      sent.add(
          client
              .toAsync()
              .publishWith()
              .topic(TOPIC)
              .qos(MqttQos.AT_LEAST_ONCE)
              .payload(message(1, value).getBytes(UTF_8))
              .send());
    }
    sent.forEach(CompletableFuture::join);
    assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"v\": 299}");
    client.disconnect();
  }

  @Test
  void givesEveryMessageWithoutATimeItsOwn() {
    var device = mqtt.device(tenant, "pump");
    var client = mqtt.mqtt5("pump", mqtt.credential(tenant, device), "timeless");
    client.connect();
    var sent =
        IntStream.range(0, 300)
            .mapToObj(value ->
                client
                    .toAsync()
                    .publishWith()
                    .topic(TOPIC)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload("{\"v\": %d}".formatted(value).getBytes(UTF_8))
                    .send())
            .toList();
    sent.forEach(CompletableFuture::join);
    var expected = IntStream.range(0, 300).mapToObj("{\"v\": %d}"::formatted).toList();
    assertThat(mqtt.ingestion().fields(device.id())).isEqualTo(expected);
    client.disconnect();
  }

  @Test
  void keepsWhatIsRefusedAndSaysWhy() {
    var schema = UUID.randomUUID();
    mqtt.ingestion().registry().version(tenant, schema, 1, VersionStatus.ACTIVE, TEMPERATURE);
    var type = mqtt.ingestion().deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    var device = mqtt.ingestion().deviceApi().device(tenant, "strict", type);
    var credential = mqtt.credential(tenant, device);
    var client = mqtt.mqtt5("strict", credential, "strict");
    client.connect();
    assertRefused(
        client,
        "{\"temp\": 200}",
        Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID,
        "schema-violation at /temp: ");
    assertRefused(
        client, "{\"temp\": ", Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID, "malformed-json: ");
    assertRefused(
        client,
        "{\"fields\": {\"temp\": 1}, \"schemaVersion\": 7}",
        Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
        "unknown-version");
    var partly = publish(client, TOPIC, "[{\"time\": 1700000000, \"temp\": 1}, {\"temp\": 2}]");
    assertThat(partly.getError()).isEmpty();
    client.disconnect();
    new Mosquitto(mqtt.port(), "strict", credential).publishes(TOPIC, "{\"temp\": 300}", "-q", "1");
    assertThat(refusals("strict"))
        .isEqualTo(
            "schema-violation MQTT,malformed-json MQTT,unknown-version MQTT,time-required"
                + " MQTT,schema-violation MQTT");
    assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"temp\": 1}");
  }

  private static void assertRefused(
      Mqtt5BlockingClient client, String message, Mqtt5PubAckReasonCode code, String reason) {
    assertThatThrownBy(() -> publish(client, TOPIC, message))
        .isInstanceOfSatisfying(
            Mqtt5PubAckException.class,
            refused -> {
              assertThat(refused.getMqttMessage().getReasonCode()).isEqualTo(code);
              assertThat(refused.getMqttMessage().getReasonString().orElseThrow().toString())
                  .startsWith(reason);
            });
  }

  @Test
  void refusesAGatewaysMessagesOfOtherDevices() {
    mqtt.device(UUID.randomUUID(), "theirs");
    mqtt.device(tenant, "ours");
    var client =
        mqtt.mqtt5(
            MqttIngestion.GATEWAY,
            mqtt.ingestion().deviceApi().credential(tenant, null),
            "gateway");
    client.connect();
    for (var topic : new String[] {topicOf("theirs"), topicOf("nobody's")}) {
      assertThatThrownBy(() -> publish(client, topic, message(1, 1)))
          .isInstanceOfSatisfying(
              Mqtt5PubAckException.class,
              refused ->
                  assertThat(refused.getMqttMessage().getReasonString().orElseThrow().toString())
                      .startsWith("unknown-device"));
    }
    assertThatThrownBy(() ->
            publish(client, topicOf("ours"), "{\"device\": \"theirs\", \"fields\": {\"v\": 1}}"))
        .isInstanceOf(Mqtt5PubAckException.class);
    client.disconnect();
    assertThat(refusals("theirs")).isEqualTo("unknown-device MQTT");
    assertThat(refusals("ours")).isEqualTo("unknown-device MQTT");
  }

  @Test
  void takesNothingOnOtherTopics() {
    var device = mqtt.device(tenant, "pump");
    var credential = mqtt.credential(tenant, device);
    var client = mqtt.mqtt5("pump", credential, "elsewhere");
    client.connect();
    for (var topic : new String[] {topicOf("pump"), "elsewhere", "sensormine/v1/telemetry/x"}) {
      assertThatThrownBy(() -> publish(client, topic, message(1, 1)))
          .isInstanceOfSatisfying(
              Mqtt5PubAckException.class,
              refused ->
                  assertThat(refused.getMqttMessage().getReasonCode())
                      .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED));
    }
    publish(client, TOPIC, message(1, 1));
    client.disconnect();
    new Mosquitto(mqtt.port(), "pump", credential)
        .failsToPublish("elsewhere", "{}", "-q", "1", "-V", "mqttv311");
    assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"v\": 1}");
  }

  @Test
  void letsInOnlyWhoNamesItselfRightly() {
    var device = mqtt.device(tenant, "pump");
    var other = mqtt.device(tenant, "valve");
    var credential = mqtt.credential(tenant, device);
    var retired = mqtt.device(tenant, "old");
    var ofRetired = mqtt.credential(tenant, retired);
    mqtt.ingestion().deviceApi().retire(tenant, retired);
    var wrong =
        Map.of(
            "pump",
            mqtt.credential(tenant, other),
            "valve",
            credential,
            "nobody",
            credential,
            "old",
            ofRetired,
            MqttIngestion.GATEWAY,
            credential);
    wrong.forEach(mqtt::assertRefused);
    assertThatThrownBy(() -> mqtt.mqtt5("pump", "smd_" + "0".repeat(43), "x").connect())
        .isInstanceOf(Mqtt5ConnAckException.class);
    assertThatThrownBy(() -> mqtt.mqtt5("pump", "secret", "x").connect())
        .isInstanceOf(Mqtt5ConnAckException.class);
  }

  @Test
  void saysSoWhereNobodyKnowsWhetherACredentialHolds() {
    var device = mqtt.device(tenant, "pump");
    var credential = mqtt.credential(tenant, device);
    mqtt.ingestion().deviceApi().away(true);
    try {
      assertThatThrownBy(() -> mqtt.mqtt5("pump", credential, "x").connect())
          .isInstanceOfSatisfying(
              Mqtt5ConnAckException.class,
              refused ->
                  assertThat(refused.getMqttMessage().getReasonCode())
                      .isEqualTo(Mqtt5ConnAckReasonCode.SERVER_UNAVAILABLE));
    } finally {
      mqtt.ingestion().deviceApi().away(false);
    }
  }

  @Test
  void cutsOffWhoseCredentialIsRevoked() {
    var device = mqtt.device(tenant, "pump");
    var credential = mqtt.credential(tenant, device);
    var client = mqtt.mqtt5("pump", credential, "revoked");
    client.connect();
    publish(client, TOPIC, message(1, 1));
    mqtt.ingestion().deviceApi().revoke(credential);
    Deadline.within(
        SOON,
        () -> {
          try {
            publish(client, TOPIC, message(2, 2));
            return false;
          } catch (RuntimeException cutOff) {
            return true;
          }
        });
    assertThat(client.getState().isConnected()).isFalse();
    assertThatThrownBy(client::connect).isInstanceOf(Mqtt5ConnAckException.class);
  }

  @Test
  void letsNobodySubscribe() {
    var device = mqtt.device(tenant, "pump");
    var mosquitto = mqtt.mosquitto(tenant, device);
    for (var version : new String[] {"mqttv311", "mqttv5"}) {
      for (var topic : new String[] {TOPIC, "#", "$SYS/#", "$share/g/" + TOPIC}) {
        var run = mosquitto.subscribe(topic, "-V", version, "-W", "10", "-q", "1");
        // it ends at once and says why, where a subscriber would wait for what comes
        assertThat(run.output()).as(topic).isNotBlank().doesNotContain("Timed out");
      }
    }
  }

  @Test
  void takesNoQos2NoRetainedAndNoWill() {
    var device = mqtt.device(tenant, "pump");
    var mosquitto = mqtt.mosquitto(tenant, device);
    for (var version : new String[] {"mqttv311", "mqttv5"}) {
      mosquitto.publish(TOPIC, message(1, 1), "-q", "2", "-V", version);
      var will =
          mosquitto.publish(
              TOPIC, message(3, 3), "-V", version, "--will-topic", TOPIC, "--will-payload", "{}");
      assertThat(will.exitCode()).as(will.output()).isNotZero();
    }
    // of MQTT 5, it leaves the flag out by itself where a broker takes none
    mosquitto.publish(TOPIC, message(2, 2), "-q", "1", "-r", "-V", "mqttv311");
    assertThat(mqtt.ingestion().fields(device.id())).isEmpty();
  }

  @Test
  void tellsMqtt5ClientsBeforehandWhatIsNotTaken() {
    var device = mqtt.device(tenant, "pump");
    var client = mqtt.mqtt5("pump", mqtt.credential(tenant, device), "restricted");
    var restrictions = client.connect().getRestrictions();
    assertThat(restrictions.getMaximumQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
    assertThat(restrictions.isRetainAvailable()).isFalse();
    assertThat(restrictions.isWildcardSubscriptionAvailable()).isFalse();
    assertThat(restrictions.getReceiveMaximum()).isEqualTo(500);
    client.disconnect();
  }

  @Test
  void cutsOffMqtt3ClientsThatPublishWhatIsNotTaken() {
    var device = mqtt.device(tenant, "pump");
    var credential = mqtt.credential(tenant, device);
    for (boolean retained : new boolean[] {true, false}) {
      var client = mqtt.mqtt3("pump", credential, "old");
      client.connect();
      assertThatThrownBy(() ->
              client
                  .publishWith()
                  .topic(TOPIC)
                  .qos(retained ? MqttQos.AT_LEAST_ONCE : MqttQos.EXACTLY_ONCE)
                  .retain(retained)
                  .payload(message(1, 1).getBytes(UTF_8))
                  .send())
          .isInstanceOf(RuntimeException.class);
      assertThat(client.getState().isConnected()).isFalse();
    }
    assertThat(mqtt.ingestion().fields(device.id())).isEmpty();
  }

  @Test
  void keepsClientsOfTheSameIdApart() {
    var device = mqtt.device(tenant, "pump");
    var elsewhere = UUID.randomUUID();
    var namesake = mqtt.device(elsewhere, "pump");
    var credential = mqtt.credential(tenant, device);
    var one = mqtt.mqtt5("pump", credential, "the same");
    var other = mqtt.mqtt5("pump", mqtt.credential(elsewhere, namesake), "the same");
    one.connect();
    other.connect();
    publish(one, TOPIC, message(1, 1));
    publish(other, TOPIC, message(2, 2));
    publish(one, TOPIC, message(3, 3));
    assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"v\": 1}", "{\"v\": 3}");
    assertThat(mqtt.ingestion().fields(namesake.id())).containsExactly("{\"v\": 2}");
    var successor = mqtt.mqtt5("pump", credential, "the same");
    successor.connect();
    Deadline.within(SOON, () -> !one.getState().isConnected());
    assertThat(other.getState().isConnected()).isTrue();
    successor.disconnect();
    other.disconnect();
  }
}
