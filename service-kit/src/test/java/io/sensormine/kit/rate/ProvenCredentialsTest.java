package io.sensormine.kit.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProvenCredentialsTest {
  private static final RateSettings SETTINGS = new RateSettings(1, 1, 1, 1, 1, 1, 10, 0);

  private final HandClock clock = new HandClock();
  private final ProvenCredentials proven = new ProvenCredentials(SETTINGS, clock);

  private void pass(int minutes) {
    clock.forward(Duration.ofMinutes(minutes));
  }

  /** MQTT brings a credential without a scheme, line protocol with another one. */
  @Test
  void isOfTheCredentialWhateverItsScheme() {
    proven.add(ProvenCredentials.of("Bearer one"));
    assertThat(proven.contains("one")).isTrue();
    assertThat(proven.contains(ProvenCredentials.of("Token one"))).isTrue();
    assertThat(proven.contains(ProvenCredentials.of("one"))).isTrue();
  }

  @Test
  void forgetsWhatIsNotUsedAnyMore() {
    proven.add("Bearer one");
    assertThat(proven.contains("Bearer one")).isTrue();
    assertThat(proven.contains("Bearer two")).isFalse();
    pass(16);
    assertThat(proven.contains("Bearer one")).isFalse();
  }

  /** To be asked about is no use: whoever has lost it asks, too. */
  @Test
  void remembersWhatIsUsedAndNotWhatIsAskedAbout() {
    proven.add("Bearer one");
    proven.add("Bearer two");
    pass(10);
    proven.add("Bearer one");
    assertThat(proven.contains("Bearer two")).isTrue();
    pass(10);
    assertThat(proven.contains("Bearer one")).isTrue();
    assertThat(proven.contains("Bearer two")).isFalse();
  }
}
