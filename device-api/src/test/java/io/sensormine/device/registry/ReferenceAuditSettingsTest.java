package io.sensormine.device.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
@Property(name = "datasources.default.enabled", value = "false")
class ReferenceAuditSettingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  @Inject ReferenceAuditSettings settings;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(settings).isEqualTo(new ReferenceAuditSettings(Duration.ofHours(1), MINUTE, 1_000));
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    refused(Duration.ofMillis(99), MINUTE, 1, "interval is from 100ms to 7d");
    refused(Duration.ofDays(8), MINUTE, 1, "interval is from 100ms to 7d");
    refused(MINUTE, Duration.ofMillis(-1), 1, "initial-delay is from 0 to 1d");
    refused(MINUTE, Duration.ofDays(2), 1, "initial-delay is from 0 to 1d");
    refused(MINUTE, MINUTE, 0, "batch-size is from 1 to 1000");
    refused(MINUTE, MINUTE, 1_001, "batch-size is from 1 to 1000");
  }

  private static void refused(Duration interval, Duration delay, int batchSize, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReferenceAuditSettings(interval, delay, batchSize))
        .withMessage("sensormine.device.reference-audit." + why);
  }
}
