package io.sensormine.query.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class QueryLimitsTest {
  @Test
  void hasDefaults(QueryLimits limits) {
    assertThat(limits).isEqualTo(new QueryLimits(Duration.ofSeconds(30), 10_000, 250_000));
  }

  @Test
  void checksItsBounds() {
    assertThatThrownBy(() -> new QueryLimits(Duration.ZERO, 1, 1)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> new QueryLimits(Duration.ofSeconds(1), 0, 1))
        .hasMessageContaining("max-devices");
    assertThatThrownBy(() -> new QueryLimits(Duration.ofSeconds(1), 1, 0))
        .hasMessageContaining("max-points");
  }
}
