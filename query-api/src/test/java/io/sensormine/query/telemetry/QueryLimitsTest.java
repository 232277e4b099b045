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
    assertThat(limits).isEqualTo(of(Duration.ofSeconds(30), 10_000, 250_000));
  }

  @Test
  void checksItsBounds() {
    assertThatThrownBy(() -> of(Duration.ZERO, 1, 1)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> of(Duration.ofSeconds(1), 0, 1)).hasMessageContaining("max-devices");
    assertThatThrownBy(() -> of(Duration.ofSeconds(1), 1, 0)).hasMessageContaining("max-points");
  }

  private static QueryLimits of(Duration statementTimeout, int maxDevices, int maxPoints) {
    return new QueryLimits(
        statementTimeout, maxDevices, maxPoints, 20_000_000, Duration.ofSeconds(10));
  }
}
