package io.sensormine.device.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
@Property(name = "datasources.default.enabled", value = "false")
class CredentialUseSettingsTest {
  @Inject CredentialUseSettings settings;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(settings).isEqualTo(new CredentialUseSettings(Duration.ofSeconds(10), 100_000));
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CredentialUseSettings(Duration.ofMillis(99), 1))
        .withMessage("sensormine.device.credential-uses.flush-interval is from 100ms to 1h");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CredentialUseSettings(Duration.ofHours(2), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CredentialUseSettings(Duration.ofSeconds(1), 0))
        .withMessage("sensormine.device.credential-uses.max-pending is from 1 to 1000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CredentialUseSettings(Duration.ofSeconds(1), 1_000_001));
  }
}
