package io.sensormine.device.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
@Property(name = "datasources.default.enabled", value = "false")
class AttributeSettingsTest {
  @Inject AttributeSettings settings;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(settings).isEqualTo(new AttributeSettings(65_536));
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    for (var bytes : List.of(1_023, 1_048_577)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AttributeSettings(bytes))
          .withMessageContaining("sensormine.device.max-attribute-bytes");
    }
    assertThat(new AttributeSettings(1_024).maxAttributeBytes()).isEqualTo(1_024);
    assertThat(new AttributeSettings(1_048_576).maxAttributeBytes()).isEqualTo(1_048_576);
  }
}
