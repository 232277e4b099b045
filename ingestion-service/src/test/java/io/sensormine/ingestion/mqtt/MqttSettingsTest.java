package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The defaults that the documentation promises. */
@MicronautTest(startApplication = false)
@Property(name = "sensormine.service", value = "ingestion-service")
@Property(name = "datasources.default.enabled", value = "false")
class MqttSettingsTest {
  @Inject MqttSettings settings;

  @Test
  void pinsHowMqttIsSpoken() {
    assertThat(settings)
        .isEqualTo(
            new MqttSettings(
                false,
                1883,
                8883,
                10_000,
                2 << 20,
                500,
                20_000,
                64 << 20,
                50,
                100_000,
                256,
                1_000,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofHours(24)));
  }

  @Test
  void refusesSettingsOutOfBounds() {
    var hour = Duration.ofHours(1);
    assertThatThrownBy(
            () -> new MqttSettings(true, 0, 1, 1, 1_024, 1, 1, 1_024, 1, 1, 1, 1, hour, hour, hour))
        .hasMessageContaining("mqtt.port is 0, but must be from 1 to 65535");
    assertThatThrownBy(() ->
            new MqttSettings(true, 1, 1, 1, 1_024, 70_000, 1, 1_024, 1, 1, 1, 1, hour, hour, hour))
        .hasMessageContaining("mqtt.receive-maximum is 70000");
    assertThatThrownBy(() ->
            new MqttSettings(
                true, 1, 1, 1, 1_024, 1, 1, 1_024, 1, 1, 1, 1, hour, hour, Duration.ofDays(31)))
        .hasMessageContaining("mqtt.session-expiry is PT744H");
  }
}
