package io.sensormine.registry.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
@Property(name = "datasources.default.enabled", value = "false")
class DefinitionLimitsTest {
  @Inject DefinitionLimits limits;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(limits).isEqualTo(new DefinitionLimits(262_144, 64, 10_000, 1_000, 1_048_576, 256));
  }

  @Test
  void refusesWhatIsNoLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DefinitionLimits(0, 1, 1, 1, 1, 1))
        .withMessage("sensormine.registry.definition.max-bytes is at least 1");
    assertThatIllegalArgumentException().isThrownBy(() -> new DefinitionLimits(1, 201, 1, 1, 1, 1));
  }
}
