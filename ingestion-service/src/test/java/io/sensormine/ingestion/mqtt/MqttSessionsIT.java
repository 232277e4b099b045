package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is remembered of clients that have gone. */
class MqttSessionsIT {
  private static final int IDS = 20;

  @AutoClose
  private static final MqttIngestion mqtt =
      MqttIngestion.start(Map.of("SENSORMINE_INGESTION_MQTT_MAX_SESSIONS", "2"));

  private final UUID tenant = UUID.randomUUID();

  private static boolean visits(String credential, String clientId) {
    var client = mqtt.mqtt5("pump", credential, clientId);
    var welcome = client.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send();
    client.disconnect();
    return welcome.isSessionPresent();
  }

  @Test
  void findsASessionAgain() {
    var credential = mqtt.credential(tenant, mqtt.device(tenant, "pump"));
    assertThat(visits(credential, "again")).isFalse();
    Deadline.within(Duration.ofSeconds(30), () -> visits(credential, "again"));
    // the same id of another credential is another client
    assertThat(visits(mqtt.credential(tenant, mqtt.device(tenant, "pump")), "again")).isFalse();
  }

  @Test
  void keepsNoMoreSessionsThanMayBe() {
    var credential = mqtt.credential(tenant, mqtt.device(tenant, "pump"));
    for (int id = 0; id < IDS; id++) {
      visits(credential, "guest " + id);
    }
    int kept = 0;
    for (int id = 0; id < IDS; id++) {
      kept += visits(credential, "guest " + id) ? 1 : 0;
    }
    assertThat(kept).isLessThan(IDS / 2);
  }
}
