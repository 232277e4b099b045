package io.sensormine.ingestion.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PayloadTextTest {
  @Test
  void showsTextAsItIs() {
    assertThat(PayloadText.of("{\"t\": \"21 °C\"}".getBytes(UTF_8), false))
        .isEqualTo(new PayloadText("{\"t\": \"21 °C\"}", false));
    assertThat(PayloadText.of(new byte[0], false)).isEqualTo(new PayloadText("", false));
  }

  @Test
  void showsWhatIsNoTextInBase64() {
    assertThat(PayloadText.of(new byte[] {(byte) 0xFF, 0x00}, false))
        .isEqualTo(new PayloadText("/wA=", true));
    var half = Arrays.copyOf("°".getBytes(UTF_8), 1);
    assertThat(PayloadText.of(half, false)).isEqualTo(new PayloadText("wg==", true));
  }

  @Test
  void leavesOutACharacterThatWasCutInTheMiddle() {
    var cut = Arrays.copyOf("21 °".getBytes(UTF_8), 4);
    assertThat(PayloadText.of(cut, true)).isEqualTo(new PayloadText("21 ", false));
  }
}
