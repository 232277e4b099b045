package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Client ids within a credential. */
class ClientNamesTest {
  @Test
  void keepsCredentialsApart() {
    var one = ClientNames.name("smd_one", "client");
    assertThat(one).isNotEqualTo(ClientNames.name("smd_other", "client")).endsWith("-client");
    assertThat(one).isEqualTo(ClientNames.name("smd_one", "client"));
    assertThat(one).isNotEqualTo(ClientNames.name("smd_one", "another"));
    assertThat(one).doesNotContain("smd_one");
  }

  @Test
  void leavesANameThatItGaveOnce() {
    var given = ClientNames.name("smd_one", "assigned");
    assertThat(ClientNames.name("smd_one", given)).isEqualTo(given);
    assertThat(ClientNames.name("smd_other", given)).isNotEqualTo(given);
  }
}
