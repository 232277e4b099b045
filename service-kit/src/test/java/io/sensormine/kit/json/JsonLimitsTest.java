package io.sensormine.kit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLimitsTest {
  @Test
  void hasTheDefaultsOfTheDocumentation() {
    try (var context = ApplicationContext.run(Map.of("sensormine.service", "none"))) {
      assertThat(context.getBean(JsonLimits.class))
          .isEqualTo(new JsonLimits(128, 1_000, 1_048_576, 4_096, 2_000_000));
    }
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    for (var wrong = 0; wrong < 5; wrong++) {
      int[] values = {1, 1, 1, 1, 1};
      values[wrong] = 0;
      refused(values);
      values[wrong] = 100_000_001;
      refused(values);
    }
    refused(1_001, 1, 1, 1, 1);
  }

  private static void refused(int... values) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonLimits(values[0], values[1], values[2], values[3], values[4]))
        .withMessageContaining("sensormine.json.");
  }
}
