package io.sensormine.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false, transactional = false)
class PasswordSettingsTest {
  @Inject PasswordSettings settings;
  @Inject PasswordHasher hasher;

  @Test
  void hasTheDefaultsThatAreDocumented() {
    assertThat(settings)
        .isEqualTo(new PasswordSettings(12, 19_456, 2, 1, 4, Duration.ofSeconds(5)));
  }

  @Test
  void makesArgon2idHashesOfThatCost() {
    var hash = hasher.hash("a long enough password");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hasher.hash("a long enough password")).isNotEqualTo(hash);
    assertThat(hasher.matches("a long enough password", hash)).isTrue();
    assertThat(hasher.matches("another password", hash)).isFalse();
    assertThat(hasher.matches("a long enough password", null)).isFalse();
  }

  @Test
  void refusesWhatWouldBeTooWeak() {
    var wait = Duration.ofSeconds(5);
    assertThatThrownBy(() -> new PasswordSettings(7, 19_456, 2, 1, 4, wait))
        .hasMessageContaining("min-length");
    assertThatThrownBy(() -> new PasswordSettings(12, 4, 2, 1, 4, wait))
        .hasMessageContaining("Argon2id");
    assertThatThrownBy(() -> new PasswordSettings(12, 19_456, 2, 1, 0, wait))
        .hasMessageContaining("max-concurrent");
  }
}
