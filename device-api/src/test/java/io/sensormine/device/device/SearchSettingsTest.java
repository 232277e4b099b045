package io.sensormine.device.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
@Property(name = "datasources.default.enabled", value = "false")
class SearchSettingsTest {
  @Inject SearchSettings settings;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(settings).isEqualTo(new SearchSettings(Duration.ofSeconds(10)));
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SearchSettings(Duration.ofMillis(99)))
        .withMessageContaining("sensormine.device.search.statement-timeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SearchSettings(Duration.ofMillis(25_001)));
    assertThat(new SearchSettings(Duration.ofSeconds(25)).statementTimeout()).hasSeconds(25);
  }
}
