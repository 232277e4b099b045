package io.sensormine.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void hasTheDefaultsOfTheDocumentation() {
    try (var context = ApplicationContext.run(Map.of("sensormine.service", "none"))) {
      assertThat(context.getBean(Patience.class))
          .isEqualTo(new Patience(Duration.ofSeconds(15), Duration.ofSeconds(30), 1_024));
    }
  }

  @Test
  void growsWithTheBytesThatAreThere() {
    var patience = new Patience(SECOND, SECOND, 100);
    assertThat(patience.forBody(0)).isEqualTo(SECOND);
    assertThat(patience.forBody(250)).isEqualTo(Duration.ofMillis(3_500));
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    refused(Duration.ofMillis(99), SECOND, 1);
    refused(Duration.ofMinutes(11), SECOND, 1);
    refused(SECOND, Duration.ofMillis(99), 1);
    refused(SECOND, Duration.ofMinutes(11), 1);
    refused(SECOND, SECOND, 0);
    refused(SECOND, SECOND, (1 << 20) + 1);
  }

  private static void refused(Duration head, Duration body, int rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Patience(head, body, rate))
        .withMessageContaining("sensormine.patience.");
  }
}
