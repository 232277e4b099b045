package io.sensormine.query.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class SelectionSettingsTest {
  @Test
  void hasDefaults(SelectionSettings settings) {
    assertThat(settings).isEqualTo(new SelectionSettings(Duration.ofSeconds(3), 64L << 20));
  }

  @Test
  void checksItsBounds() {
    assertThatThrownBy(() -> new SelectionSettings(Duration.ofMinutes(2), 1))
        .hasMessageContaining("fresh");
    assertThatThrownBy(() -> new SelectionSettings(Duration.ZERO, -1))
        .hasMessageContaining("max-bytes");
  }
}
