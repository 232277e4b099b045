package io.sensormine.standalone.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.standalone.home.CommandException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulationPlanTest {
  @Test
  void countsTheMessagesOfItsDuration() {
    assertThat(plan(Way.HTTP, 10, Duration.ofMillis(1_550), 1).messages()).isEqualTo(16);
    assertThat(plan(Way.HTTP, 0.1, Duration.ofSeconds(1), 1).messages()).isOne();
    assertThat(plan(Way.HTTP, 10, null, 1).messages()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    assertThatThrownBy(() -> plan(Way.HTTP, 0, null, 1))
        .isInstanceOf(CommandException.class)
        .hasMessage("--rate is 0; give a number from 0.01 to 1,000,000.");
    assertThatThrownBy(() -> plan(Way.HTTP, Double.NaN, null, 1))
        .isInstanceOf(CommandException.class);
    assertThatThrownBy(() -> plan(Way.HTTP, 1, Duration.ZERO, 1))
        .isInstanceOf(CommandException.class);
    assertThatThrownBy(() -> plan(Way.MQTT, 1, null, 2))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--batch");
  }

  @Test
  void namesTheSchemaByItsFile() {
    assertThat(plan(Way.HTTP, 1, null, 1).name()).isEqualTo("tank-level");
  }

  private static SimulationPlan plan(Way way, double rate, @Nullable Duration duration, int batch) {
    return new SimulationPlan(
        1, rate, way, Path.of("some/tank-level.json"), duration, batch, 1, 1, 0);
  }
}
