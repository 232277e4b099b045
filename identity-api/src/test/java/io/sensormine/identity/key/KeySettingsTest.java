package io.sensormine.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class KeySettingsTest {
  @Inject KeySettings settings;

  @Test
  void hasTheDefaultsThatAreDocumented() {
    assertThat(settings.rotateAfter()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.publishAhead()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.checkInterval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void refusesARotationThatSomeoneWouldMiss() {
    var second = Duration.ofSeconds(1);
    var hour = Duration.ofHours(1);
    assertThatThrownBy(() -> settings(hour.minusMillis(1), second.multipliedBy(2), second))
        .hasMessageContaining("rotate-after");
    assertThatThrownBy(() -> settings(hour, second, second)).hasMessageContaining("publish-ahead");
    assertThatThrownBy(() -> settings(hour, hour, second)).hasMessageContaining("publish-ahead");
    assertThatThrownBy(() -> settings(hour, Duration.ofSeconds(3), Duration.ofSeconds(2)))
        .hasMessageContaining("check-interval");
    assertThatThrownBy(() -> settings(hour, Duration.ofMinutes(30), Duration.ofMinutes(2)))
        .hasMessageContaining("check-interval");
  }

  @Test
  void showsNoSecret() {
    assertThat(new KeySettings("secret", "secret", hours(2), hours(1), Duration.ofSeconds(1)))
        .asString()
        .doesNotContain("secret");
  }

  private static Duration hours(int count) {
    return Duration.ofHours(count);
  }

  private static KeySettings settings(Duration rotateAfter, Duration ahead, Duration interval) {
    return new KeySettings(null, null, rotateAfter, ahead, interval);
  }
}
