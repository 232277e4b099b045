package io.sensormine.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeySealTest {
  private static final UUID ID = UUID.randomUUID();

  private final KeySeal seal = KeySeal.of("KEY", key(1));

  @Test
  void opensWhatItSealed() {
    assertThat(seal.open(ID, seal.seal(ID, "text"))).contains("text");
  }

  @Test
  void sealsTheSameTextDifferentlyEachTime() {
    assertThat(seal.seal(ID, "text")).isNotEqualTo(seal.seal(ID, "text"));
  }

  @Test
  void opensNothingOfAnotherKeyOrAnotherId() {
    var sealed = seal.seal(ID, "text");
    assertThat(KeySeal.of("KEY", key(2)).open(ID, sealed)).isEmpty();
    assertThat(seal.open(UUID.randomUUID(), sealed)).isEmpty();
  }

  @Test
  void opensNothingDamaged() {
    var bytes = Base64.getDecoder().decode(seal.seal(ID, "text"));
    bytes[bytes.length - 1] ^= 1;
    assertThat(seal.open(ID, Base64.getEncoder().encodeToString(bytes))).isEmpty();
    assertThat(seal.open(ID, "")).isEmpty();
    assertThat(seal.open(ID, "no base64!")).isEmpty();
  }

  private static String key(int fill) {
    var bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) fill);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
