package io.sensormine.ingestion.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The defaults that the documentation promises. */
@MicronautTest(startApplication = false)
@Property(name = "sensormine.service", value = "ingestion-service")
@Property(name = "datasources.default.enabled", value = "false")
class LifecycleSettingsTest {
  private static final Duration DAY = Duration.ofDays(1);

  @Inject LifecycleSettings lifecycle;
  @Inject RetentionSettings retention;

  @Test
  void pinsHowTelemetryIsLaidDown() {
    assertThat(lifecycle)
        .isEqualTo(
            new LifecycleSettings(
                Duration.ofHours(1), DAY, Duration.ofDays(7), Duration.ofHours(12)));
  }

  @Test
  void keepsEverythingForEver() {
    assertThat(retention)
        .isEqualTo(new RetentionSettings(null, null, null, null, null, null, false));
  }

  @Test
  void refusesSettingsOutOfBounds() {
    assertThatThrownBy(() -> new LifecycleSettings(DAY, Duration.ofMinutes(90), DAY, DAY))
        .hasMessageContaining("chunk-interval is of whole hours");
    assertThatThrownBy(() -> new LifecycleSettings(DAY, DAY, Duration.ofMinutes(1), DAY))
        .hasMessageContaining("columnstore-after is from PT1H");
    assertThatThrownBy(
            () -> new RetentionSettings(Duration.ofHours(1), null, null, null, null, null, false))
        .hasMessageContaining("retention.telemetry is from 1 d");
  }

  @Test
  void keepsWhatQueriesReadInPlaceOfMessagesAsLongAsThem() {
    assertThatCode(() -> keeping(1, 2, 3)).doesNotThrowAnyException();
    assertThatCode(() -> keeping(2, 2, 2)).doesNotThrowAnyException();
    assertThatCode(() -> keeping(1, null, null)).doesNotThrowAnyException();
    assertThatCode(() -> keeping(1, 2, null)).doesNotThrowAnyException();
    assertThatThrownBy(() -> keeping(2, 1, 3))
        .hasMessageContaining("retention.hourly-metrics (PT24H) is no shorter than")
        .hasMessageContaining("retention.telemetry (PT48H)");
    assertThatThrownBy(() -> keeping(null, 1, null))
        .hasMessageContaining("hourly-metrics")
        .hasMessageContaining("telemetry (for ever)");
    assertThatThrownBy(() -> keeping(1, 3, 2))
        .hasMessageContaining("daily-metrics")
        .hasMessageContaining("hourly-metrics (PT72H)");
    assertThatThrownBy(() -> keeping(1, null, 2))
        .hasMessageContaining("daily-metrics")
        .hasMessageContaining("hourly-metrics (for ever)");
  }

  private static RetentionSettings keeping(
      @Nullable Integer telemetry, @Nullable Integer hours, @Nullable Integer days) {
    return new RetentionSettings(days(telemetry), days(hours), days(days), null, null, null, false);
  }

  private static @Nullable Duration days(@Nullable Integer days) {
    return days == null ? null : Duration.ofDays(days);
  }
}
