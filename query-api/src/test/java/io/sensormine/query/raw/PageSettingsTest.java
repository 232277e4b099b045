package io.sensormine.query.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class PageSettingsTest {
  @Test
  void hasDefaults(PageSettings settings) {
    assertThat(settings).isEqualTo(new PageSettings(8 << 20));
  }

  @Test
  void checksItsBounds() {
    assertThatThrownBy(() -> new PageSettings(0)).hasMessageContaining("max-page-bytes");
  }
}
