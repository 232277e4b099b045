package io.sensormine.registry.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
@Property(name = "datasources.default.enabled", value = "false")
class InferenceLimitsTest {
  @Inject InferenceLimits limits;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(limits).isEqualTo(new InferenceLimits(10_000, 1_000, 24, 1_048_576));
  }

  @Test
  void refusesWhatIsNoLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InferenceLimits(1, 1, 1, 0))
        .withMessage("sensormine.registry.inference.max-line-bytes is at least 1");
    assertThatIllegalArgumentException().isThrownBy(() -> new InferenceLimits(1, 1, 201, 1));
  }
}
