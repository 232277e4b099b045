package io.sensormine.ingestion.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.sensormine.kit.testing.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is needed is away: nothing is acknowledged that is not stored, and nothing is lost. */
class MqttOutageIT {
  private static final String TOPIC = "sensormine/v1/telemetry";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final UUID tenant = UUID.randomUUID();
  @AutoClose private final MqttIngestion mqtt = MqttIngestion.start(Map.of());

  @Test
  void acknowledgesOnlyWhatIsCommitted() {
    var device = mqtt.device(tenant, "pump");
    var client = mqtt.mqtt5("pump", mqtt.credential(tenant, device), "outage");
    client.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send();
    publish(client.toAsync(), 1).join();
    mqtt.ingestion().proxy().cut();
    var waiting = publish(client.toAsync(), 2);
    Deadline.within(SOON, "cut off", () -> !client.getState().isConnected());
    assertThat(waiting).isNotDone();
    mqtt.ingestion().proxy().mend();
    Deadline.within(
        SOON,
        "stored",
        () -> {
          if (!client.getState().isConnectedOrReconnect()) {
            client.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send();
          }
          return waiting.isDone();
        });
    assertThat(waiting.join().getError()).isEmpty();
    publish(client.toAsync(), 2).join();
    assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"v\": 1}", "{\"v\": 2}");
    client.disconnect();
  }

  @Test
  void acknowledgesNothingToClientsOfMqtt3Either() {
    var device = mqtt.device(tenant, "pump");
    var mosquitto = mqtt.mosquitto(tenant, device);
    var message = "{\"time\": 1700000001, \"v\": 1}";
    mqtt.ingestion().proxy().cut();
    var run = mosquitto.publish(TOPIC, message, "-q", "1", "-V", "mqttv311");
    assertThat(run.exitCode()).as(run.output()).isNotZero();
    mqtt.ingestion().proxy().mend();
    Deadline.within(
        SOON,
        "stored",
        () -> mosquitto.publish(TOPIC, message, "-q", "1", "-V", "mqttv311").exitCode() == 0);
    assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"v\": 1}");
  }

  @Test
  void acknowledgesNothingWhileTheDatabaseTakesNoWrites() {
    var device = mqtt.device(tenant, "pump");
    var mosquitto = mqtt.mosquitto(tenant, device);
    var message = "{\"time\": 1700000001, \"v\": 1}";
    mqtt.ingestion().readOnly(true);
    var run = mosquitto.publish(TOPIC, message, "-q", "1", "-V", "mqttv5");
    assertThat(run.exitCode()).as(run.output()).isNotZero();
    mqtt.ingestion().readOnly(false);
    Deadline.within(
        SOON,
        "stored",
        () -> mosquitto.publish(TOPIC, message, "-q", "1", "-V", "mqttv5").exitCode() == 0);
    assertThat(mqtt.ingestion().fields(device.id())).containsExactly("{\"v\": 1}");
  }

  @Test
  void doesNotStartWhereItsPortIsTaken() {
    assertThatThrownBy(() -> MqttIngestion.start(mqtt.port(), Map.of()))
        .hasStackTraceContaining("MQTT cannot be spoken on port " + mqtt.port());
  }

  private static CompletableFuture<Mqtt5PublishResult> publish(
      com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient client, int second) {
    return client
        .publishWith()
        .topic(TOPIC)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(
            "{\"time\": %d, \"v\": %d}".formatted(1_700_000_000 + second, second).getBytes(UTF_8))
        .send();
  }
}
