package io.sensormine.ingestion.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The defaults that the documentation promises. */
@MicronautTest(startApplication = false)
@Property(name = "sensormine.service", value = "ingestion-service")
@Property(name = "datasources.default.enabled", value = "false")
class StatusSettingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Inject StatusSettings settings;

  @Test
  void pinsHowStatusIsDecided() {
    assertThat(settings)
        .isEqualTo(
            new StatusSettings(
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                MINUTE,
                10_000,
                5_000));
  }

  @Test
  void refusesSettingsOutOfBounds() {
    assertThatThrownBy(
            () -> new StatusSettings(Duration.ZERO, MINUTE, MINUTE, MINUTE, MINUTE, 1, 1))
        .hasMessageContaining("status.interval is over 0 to 1 d");
    assertThatThrownBy(() -> new StatusSettings(MINUTE, MINUTE, MINUTE, MINUTE, MINUTE, 1, 1))
        .hasMessageContaining("status.outage is over interval to 2 d");
    assertThatThrownBy(() ->
            new StatusSettings(MINUTE, MINUTE.negated(), MINUTE.plus(MINUTE), MINUTE, MINUTE, 1, 1))
        .hasMessageContaining("status.hold is from 0 to 1 d");
    assertThatThrownBy(
            () -> new StatusSettings(MINUTE, MINUTE, MINUTE.plus(MINUTE), MINUTE, MINUTE, 0, 1))
        .hasMessageContaining("status.max-lookups is from 1 to 1000000");
  }
}
