package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which topics are for telemetry. */
class TopicTest {
  @Test
  void tellsADevicesTopicFromAGateways() {
    assertThat(Topic.of("sensormine/v1/telemetry")).contains(new Topic(null));
    assertThat(Topic.of("sensormine/v1/press 1/telemetry")).contains(new Topic("press 1"));
    assertThat(Topic.of("sensormine/v1/hall/press/telemetry")).contains(new Topic("hall/press"));
    assertThat(Topic.of("sensormine/v1/telemetry/telemetry")).contains(new Topic("telemetry"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "telemetry",
        "sensormine/v1",
        "sensormine/v1//telemetry",
        "sensormine/v1/telemetry/",
        "/sensormine/v1/telemetry",
        "Sensormine/v1/telemetry",
        "sensormine/v2/telemetry",
        "sensormine/v1/press/events",
        "$share/sensormine/v1/telemetry"
      })
  void knowsNoOther(String name) {
    assertThat(Topic.of(name)).isEmpty();
  }
}
