package io.sensormine.query.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class MetricSettingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void hasDefaults(MetricSettings settings) {
    assertThat(settings)
        .isEqualTo(
            new MetricSettings(Duration.ofSeconds(30), 200_000, 100, 200, 20, Duration.ofDays(30)));
  }

  @Test
  void checksItsBounds() {
    assertThatThrownBy(() -> new MetricSettings(DAY, 1, 1, 1, 1, DAY))
        .hasMessageContaining("fresh");
    assertThatThrownBy(() -> new MetricSettings(MINUTE, -1, 1, 1, 1, DAY))
        .hasMessageContaining("max-remembered");
    assertThatThrownBy(() -> new MetricSettings(MINUTE, 1, 0, 1, 1, DAY))
        .hasMessageContaining("max-schemaless-types");
    assertThatThrownBy(() -> new MetricSettings(MINUTE, 1, 1, 0, 1, DAY))
        .hasMessageContaining("sampled-devices");
    assertThatThrownBy(() -> new MetricSettings(MINUTE, 1, 1, 1, 0, DAY))
        .hasMessageContaining("sampled-messages");
    assertThatThrownBy(() -> new MetricSettings(MINUTE, 1, 1, 1, 1, MINUTE))
        .hasMessageContaining("seen-within");
  }
}
