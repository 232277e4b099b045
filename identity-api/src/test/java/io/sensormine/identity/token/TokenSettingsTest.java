package io.sensormine.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class TokenSettingsTest {
  @Inject TokenSettings settings;

  @Test
  void hasTheDefaultsThatAreDocumented() {
    assertThat(settings)
        .isEqualTo(
            new TokenSettings(Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ofDays(14)));
  }

  @Test
  void refusesAccessTokensThatLiveTooLongToBeHarmless() {
    var fine = Duration.ofMinutes(5);
    assertThatThrownBy(() -> new TokenSettings(Duration.ofHours(2), fine, fine))
        .hasMessageContaining("user-lifetime");
    assertThatThrownBy(() -> new TokenSettings(fine, fine, Duration.ZERO))
        .hasMessageContaining("refresh-lifetime");
  }
}
