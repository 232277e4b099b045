package io.sensormine.registry.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
  @ParameterizedTest
  @CsvSource({
    "18.84, 94.37, 0, 100",
    "229.1, 234.8, 220, 240",
    "412, 1890, 0, 2000",
    "-12.5, 31, -50, 50",
    "-31, -12.5, -40, 0",
    "0, 100, 0, 100",
    "0, 1, 0, 1",
    "0.0013, 0.0021, 0.001, 0.003",
    "987654.2, 987654.9, 987654, 987655",
    "1e300, 3e300, 0, 4e300",
    "1, 1.00000000000000000001, 1, 1.00000000000000000001"
  })
  void roundsOutwardsInStepsOfOneTwoAndFive(
      BigDecimal smallest, BigDecimal largest, BigDecimal minimum, BigDecimal maximum) {
    var bounds = Bounds.around(smallest, largest);
    assertThat(bounds.minimum()).isEqualByComparingTo(minimum);
    assertThat(bounds.maximum()).isEqualByComparingTo(maximum);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "5, 5", "6, 10", "11, 20", "64, 100", "0.3, 0.5"})
  void roundsUp(BigDecimal number, BigDecimal rounded) {
    assertThat(Bounds.roundedUp(number)).isEqualByComparingTo(rounded);
  }
}
