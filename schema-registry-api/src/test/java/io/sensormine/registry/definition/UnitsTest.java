package io.sensormine.registry.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cel", "[degF]", "K", "%", "kW.h", "W/m2", "m/s", "m/s2", "g.m-3", "ug/m3", "[ppm]", "hPa",
        "mm[Hg]", "1", "1/min", "/min", "{count}", "dB", "uS/cm", "[pH]", "lx", "kBy", "Hz", "deg"
      })
  void knowsUcum(String unit) {
    assertThat(Units.isUcum(unit)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "celsius",
        "°C",
        "kW h",
        "m^2",
        "rpm",
        "m/s/",
        "((m",
        "]",
        "dB(A)",
        "CEL",
        // exponents that would keep the parser busy for ever, or break it
        "m2147483647",
        "m-99999",
        "m99999999999",
        "[degF]1000000",
        "99999999999999999999"
      })
  void refusesWhatIsNot(String text) {
    assertThat(Units.isUcum(text)).isFalse();
  }
}
