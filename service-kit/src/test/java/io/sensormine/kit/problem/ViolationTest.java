package io.sensormine.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViolationTest {
  @Test
  void pointsAtNamesAsTheyAre() {
    assertThat(Violation.pointer()).isEmpty();
    assertThat(Violation.pointer("devices", "1", "")).isEqualTo("/devices/1/");
    assertThat(Violation.pointer("attributes", "m/s~1")).isEqualTo("/attributes/m~1s~01");
  }
}
