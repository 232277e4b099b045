package io.sensormine.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.service.ServiceContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The defaults that the documentation promises, and the bounds. */
class IdentityMemorySettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void pinsTheDefaults() {
    try (var context = ServiceContext.of("probe").start()) {
      assertThat(context.getBean(IdentityMemorySettings.class))
          .isEqualTo(
              new IdentityMemorySettings(
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(30),
                  Duration.ofMinutes(10),
                  10_000,
                  4,
                  10_000));
    }
  }

  @Test
  void refusesWhatWouldLetARevocationWaitForAMinute() {
    refused("refresh-interval", Duration.ofMillis(99), SECOND, SECOND, 1, 1, 1);
    refused("refresh-interval", Duration.ofMillis(20_001), SECOND, SECOND, 1, 1, 1);
    refused("fresh-api-tokens", SECOND, Duration.ofSeconds(60), SECOND, 1, 1, 1);
    refused("fresh-api-tokens", SECOND, Duration.ofSeconds(-1), SECOND, 1, 1, 1);
    refused("staleness", SECOND, SECOND, Duration.ofSeconds(-1), 1, 1, 1);
    refused("staleness", SECOND, SECOND, Duration.ofHours(1).plusMillis(1), 1, 1, 1);
    refused("max-api-tokens", SECOND, SECOND, SECOND, 0, 1, 1);
    refused("max-lookups", SECOND, SECOND, SECOND, 1, 0, 1);
    refused("max-tenants", SECOND, SECOND, SECOND, 1, 1, 0);
  }

  private static void refused(
      String name,
      Duration interval,
      Duration fresh,
      Duration staleness,
      int tokens,
      int lookups,
      int tenants) {
    assertThatThrownBy(
            () -> new IdentityMemorySettings(interval, fresh, staleness, tokens, lookups, tenants))
        .hasMessageContaining("sensormine.identity.memory.")
        .hasMessageContaining(name);
  }
}
