package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
@Property(name = "datasources.default.enabled", value = "false")
class BulkSettingsTest {
  @Inject BulkSettings settings;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(settings).isEqualTo(new BulkSettings(10_000, 1_000, 2, 4, 1_000));
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    assertThat(new BulkSettings(50_000, 10_000, 10, 100, 100_000).maxDevices()).isEqualTo(50_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BulkSettings(0, 1, 1, 1, 1))
        .withMessage("sensormine.device.bulk.max-devices is from 1 to 50000");
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkSettings(50_001, 1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkSettings(1, 0, 1, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BulkSettings(1, 10_001, 1, 1, 1))
        .withMessage("sensormine.device.bulk.chunk-devices is from 1 to 10000");
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkSettings(1, 1, 0, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BulkSettings(1, 1, 11, 1, 1))
        .withMessage("sensormine.device.bulk.parallel-chunks is from 1 to 10");
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkSettings(1, 1, 1, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BulkSettings(1, 1, 1, 101, 1))
        .withMessage("sensormine.device.bulk.max-parallel-chunks is from 1 to 100");
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkSettings(1, 1, 1, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BulkSettings(1, 1, 1, 1, 100_001))
        .withMessage("sensormine.device.bulk.max-errors is from 1 to 100000");
  }
}
