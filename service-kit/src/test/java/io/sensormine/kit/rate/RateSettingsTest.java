package io.sensormine.kit.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateSettingsTest {
  @Test
  void hasTheDefaultsOfTheDocumentation() {
    try (var context = ApplicationContext.run(Map.of("sensormine.service", "none"))) {
      assertThat(context.getBean(RateSettings.class))
          .isEqualTo(new RateSettings(100, 400, 500, 2_000, 10, 100, 100_000, 0));
    }
  }

  @Test
  void isReadFromTheEnvironmentsNames() {
    var given =
        Map.<String, Object>of(
            "sensormine.service", "none",
            "sensormine.rates.caller-per-second", "0",
            "sensormine.rates.trusted-proxies", "2");
    try (var context = ApplicationContext.run(given)) {
      var settings = context.getBean(RateSettings.class);
      assertThat(settings.caller().isLimited()).isFalse();
      assertThat(settings.trustedProxies()).isEqualTo(2);
    }
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    refused(-1, 1, 1, 1, 1, 1, 1, 0);
    refused(1, 0, 1, 1, 1, 1, 1, 0);
    refused(1, 1, 1_000_001, 1, 1, 1, 1, 0);
    refused(1, 1, 1, 1_000_001, 1, 1, 1, 0);
    refused(1, 1, 1, 1, -1, 1, 1, 0);
    refused(1, 1, 1, 1, 1, 0, 1, 0);
    refused(1, 1, 1, 1, 1, 1, 0, 0);
    refused(1, 1, 1, 1, 1, 1, 1, -1);
    refused(1, 1, 1, 1, 1, 1, 1, 11);
  }

  private static void refused(int... values) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new RateSettings(
                values[0], values[1], values[2], values[3], values[4], values[5], values[6],
                values[7]));
  }
}
