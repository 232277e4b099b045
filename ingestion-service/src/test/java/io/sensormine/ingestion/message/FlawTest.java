package io.sensormine.ingestion.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlawTest {
  private static Flaw flaw(String path, String message) {
    return new Flaw(RejectionCode.TOO_LARGE, path, message);
  }

  @Test
  void cutsWhatItTellsToAThousandCharacters() {
    assertThat(flaw("/" + "a".repeat(999), "b".repeat(1_000)))
        .isEqualTo(flaw("/" + "a".repeat(999), "b".repeat(1_000)));
    assertThat(flaw("", "b".repeat(1_000)).message()).isEqualTo("b".repeat(1_000));
    assertThat(flaw("/" + "a".repeat(1_000), "").path()).isEqualTo("/" + "a".repeat(998) + "…");
    assertThat(flaw("", "b".repeat(1_001)).message()).isEqualTo("b".repeat(999) + "…");
  }

  @Test
  void cutsNoCharacterInTwo() {
    assertThat(flaw("", "b".repeat(998) + "\ud83d\ude00 and more").message())
        .isEqualTo("b".repeat(998) + "…");
  }
}
