package io.sensormine.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PasswordPolicyTest {
  private final PasswordPolicy policy =
      new PasswordPolicy(new PasswordSettings(12, 64, 1, 1, 1, Duration.ofSeconds(1)));

  @Test
  void countsCharactersNotCodeUnits() {
    assertThat(policy.objection("🔑".repeat(11))).isPresent();
    assertThat(policy.objection("🔑".repeat(12))).isEmpty();
  }

  @Test
  void refusesTheCommonestInAnyCase() {
    assertThat(policy.objection("qwertyuiop123")).isPresent();
    assertThat(policy.objection("QwertyUiop123")).isPresent();
  }

  @Test
  void asksForNoKindsOfCharacters() {
    assertThat(policy.objection("only small letters")).isEmpty();
  }
}
