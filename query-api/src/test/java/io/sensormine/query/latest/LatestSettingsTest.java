package io.sensormine.query.latest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class LatestSettingsTest {
  @Test
  void hasDefaults(LatestSettings settings) {
    assertThat(settings).isEqualTo(new LatestSettings(64 << 20));
  }

  @Test
  void checksItsBounds() {
    assertThatThrownBy(() -> new LatestSettings(0)).hasMessageContaining("max-bytes");
  }
}
