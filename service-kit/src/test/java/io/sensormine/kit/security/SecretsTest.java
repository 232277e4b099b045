package io.sensormine.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void makesSecretsOf256BitsBehindAPrefix() {
    var secret = Secrets.next(Secrets.CREDENTIAL_PREFIX);
    assertThat(secret).matches("smd_[A-Za-z0-9_-]{43}").isNotEqualTo(Secrets.next("smd_"));
  }

  @Test
  void hashesAsEveryoneElseDoes() {
    assertThat(Secrets.sha256("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
