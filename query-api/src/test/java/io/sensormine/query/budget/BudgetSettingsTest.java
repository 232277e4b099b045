package io.sensormine.query.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class BudgetSettingsTest {
  @Test
  void hasDefaults(BudgetSettings settings) {
    assertThat(settings).isEqualTo(new BudgetSettings(8, 4, 1_000, 50, Duration.ofSeconds(5)));
  }

  @Test
  void checksItsBounds() {
    assertThatThrownBy(() -> new BudgetSettings(0, 1, 1, 1, Duration.ZERO))
        .hasMessageContaining("max-running is");
    assertThatThrownBy(() -> new BudgetSettings(2, 3, 1, 1, Duration.ZERO))
        .hasMessageContaining("max-running-per-tenant");
    assertThatThrownBy(() -> new BudgetSettings(2, 1, -1, 0, Duration.ZERO))
        .hasMessageContaining("max-waiting is");
    assertThatThrownBy(() -> new BudgetSettings(2, 1, 1, 2, Duration.ZERO))
        .hasMessageContaining("max-waiting-per-tenant");
    assertThatThrownBy(() -> new BudgetSettings(2, 1, 1, 1, Duration.ofMinutes(2)))
        .hasMessageContaining("max-wait is");
  }
}
