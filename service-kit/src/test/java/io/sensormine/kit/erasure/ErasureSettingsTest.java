package io.sensormine.kit.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
@Property(name = "datasources.default.enabled", value = "false")
class ErasureSettingsTest {
  @Inject ErasureSettings settings;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(settings)
        .isEqualTo(
            new ErasureSettings(
                Duration.ofSeconds(30), Duration.ofMinutes(20), 10_000, Duration.ofMinutes(5)));
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    var second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new ErasureSettings(Duration.ofMillis(99), second, 1, second))
        .hasMessageContaining("interval");
    assertThatThrownBy(() -> new ErasureSettings(Duration.ofMinutes(61), second, 1, second))
        .hasMessageContaining("interval");
    assertThatThrownBy(() -> new ErasureSettings(second, second.negated(), 1, second))
        .hasMessageContaining("tenant-settle");
    assertThatThrownBy(() -> new ErasureSettings(second, Duration.ofDays(8), 1, second))
        .hasMessageContaining("tenant-settle");
    assertThatThrownBy(() -> new ErasureSettings(second, second, 0, second))
        .hasMessageContaining("max-rows");
    assertThatThrownBy(() -> new ErasureSettings(second, second, 100_001, second))
        .hasMessageContaining("max-rows");
    assertThatThrownBy(() -> new ErasureSettings(second, second, 1, Duration.ofMillis(999)))
        .hasMessageContaining("statement-timeout");
    assertThatThrownBy(() -> new ErasureSettings(second, second, 1, Duration.ofMinutes(61)))
        .hasMessageContaining("statement-timeout");
  }
}
