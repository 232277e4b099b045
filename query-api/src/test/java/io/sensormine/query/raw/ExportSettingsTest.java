package io.sensormine.query.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class ExportSettingsTest {
  @Test
  void hasDefaults(ExportSettings settings) {
    assertThat(settings).isEqualTo(new ExportSettings(4, 2, 2_000, Duration.ofMinutes(1)));
  }

  @Test
  void checksItsBounds() {
    assertThatThrownBy(() -> new ExportSettings(0, 1, 1, Duration.ofSeconds(1)))
        .hasMessageContaining("max-concurrent");
    assertThatThrownBy(() -> new ExportSettings(1, 2, 1, Duration.ofSeconds(1)))
        .hasMessageContaining("max-concurrent-per-tenant");
    assertThatThrownBy(() -> new ExportSettings(1, 1, 0, Duration.ofSeconds(1)))
        .hasMessageContaining("max-columns");
    assertThatThrownBy(() -> new ExportSettings(1, 1, 1, Duration.ZERO))
        .hasMessageContaining("patience");
  }
}
