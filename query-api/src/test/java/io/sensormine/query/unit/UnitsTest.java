package io.sensormine.query.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  private final Units units = new Units();

  @ParameterizedTest
  @CsvSource({
    "[degF], Cel, 32, 0",
    "[degF], Cel, 212, 100",
    "[degF], Cel, -40, -40",
    "[degF], Cel, 73.96732207, 23.31517892777777777777",
    "Cel, [degF], 100, 212",
    "Cel, K, 0, 273.15",
    "K, Cel, 0, -273.15",
    "kW.h, J, 1, 3600000",
    "%, 1, 12.5, 0.125",
    "m/s, km/h, 10, 36",
    "/min, Hz, 60, 1",
    "[mi_i], km, 1, 1.609344",
    "bar, Pa, 1e-300, 1e-295",
    "deg, rad, 180, 3.141592653589793"
  })
  void convertsToTheNearestDouble(String from, String to, BigDecimal number, double expected) {
    var conversion = units.between(from, to).orElseThrow();
    assertThat(conversion.apply(number).doubleValue()).isEqualTo(expected);
  }

  @Test
  void convertsADoubleAsTheDecimalThatItIsWrittenAs() {
    var energy = units.between("kW.h", "W.h").orElseThrow();
    assertThat(energy.apply(16.1)).isEqualTo(16_100);
    assertThat(energy.applyToDifference(16.1)).isEqualTo(16_100);
    var temperature = units.between("[degF]", "Cel").orElseThrow();
    assertThat(temperature.apply(122.0)).isEqualTo(50);
    assertThat(temperature.applyToDifference(90.0)).isEqualTo(50);
  }

  @Test
  void leavesWhatIsInfinite() {
    var energy = units.between("kW.h", "W.h").orElseThrow();
    assertThat(energy.apply(Double.POSITIVE_INFINITY)).isInfinite();
    assertThat(energy.applyToDifference(Double.POSITIVE_INFINITY)).isInfinite();
  }

  @Test
  void countsAnOffsetOnceForEachNumberOfASum() {
    var conversion = units.between("[degF]", "Cel").orElseThrow();
    var sum = new BigDecimal("212").add(new BigDecimal("32")).add(new BigDecimal("-40"));
    assertThat(conversion.applyToSum(sum, 3).doubleValue()).isEqualTo(60);
  }

  @Test
  void leavesNumbersAloneBetweenAUnitAndItself() {
    var conversion = units.between("anything", "anything").orElseThrow();
    assertThat(conversion.apply(new BigDecimal("0.1"))).isEqualTo(new BigDecimal("0.1"));
    assertThat(conversion.applyToSum(BigDecimal.TEN, 3)).isEqualTo(BigDecimal.TEN);
  }

  @ParameterizedTest
  @CsvSource({"m, s", "Cel, %", "[pH], mol/L", "dB, 1", "Cel/m, K/m", "nonsense, m", "m, nonsense"})
  void hasNoWayBetweenUnitsThatDoNotMeasureTheSame(String from, String to) {
    assertThat(units.between(from, to)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cel", "%", "kW.h", "[degF]", "m/s2", "1", "{rpm}", "mm[Hg]"})
  void knowsUcum(String code) {
    assertThat(units.knows(code)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "celsius!", "°C", "((", "Fahrenheit"})
  void refusesWhatIsNoUcum(String code) {
    assertThat(units.knows(code)).isFalse();
    assertThat(units.knows("m.".repeat(1_000) + "m")).isFalse();
  }
}
