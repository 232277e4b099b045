package io.sensormine.identity.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class LoginSettingsTest {
  @Inject LoginSettings settings;

  @Test
  void hasTheDefaultsThatAreDocumented() {
    assertThat(settings).isEqualTo(new LoginSettings(10, Duration.ofMinutes(15)));
  }
}
