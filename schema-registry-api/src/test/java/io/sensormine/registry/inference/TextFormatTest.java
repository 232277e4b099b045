package io.sensormine.registry.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T09:15:00Z",
        "2026-01-31t09:15:00.123456z",
        "2026-01-31T09:15:00+01:00",
        "0190A5D2-91aa-7c3e-b7d6-0f5be0b5c001",
        "ops+night@plant-7.example.com"
      })
  void recognisesExactlyOneFormat(String text) {
    assertThat(TextFormat.values()).filteredOn(format -> format.fits(text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-31",
        "2026-01-31T09:15Z",
        "2026-02-31T09:15:00Z",
        "2026-01-31T09:15:00",
        "0190a5d291aa7c3eb7d60f5be0b5c001",
        "ops@plant",
        "a..b@plant.example",
        "ops@plant.example, night@plant.example"
      })
  void takesNothingElseForOne(String text) {
    assertThat(TextFormat.values()).noneMatch(format -> format.fits(text));
  }
}
