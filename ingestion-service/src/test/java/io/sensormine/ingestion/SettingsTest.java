package io.sensormine.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.sensormine.ingestion.body.BodySettings;
import io.sensormine.ingestion.counter.CounterSettings;
import io.sensormine.ingestion.deadletter.DeadLetterSettings;
import io.sensormine.ingestion.erasure.IngestionErasureSettings;
import io.sensormine.ingestion.event.EventSettings;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.rate.SenderRateSettings;
import io.sensormine.ingestion.reference.ReferenceSettings;
import io.sensormine.ingestion.rollup.RollupSettings;
import io.sensormine.ingestion.store.StoreSettings;
import io.sensormine.ingestion.writer.WriterSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The defaults that the documentation promises. */
@MicronautTest(startApplication = false)
@Property(name = "sensormine.service", value = "ingestion-service")
@Property(name = "datasources.default.enabled", value = "false")
class SettingsTest {
  @Inject IngestionLimits limits;
  @Inject ReferenceSettings references;
  @Inject IngestionErasureSettings erasure;
  @Inject WriterSettings writer;
  @Inject CounterSettings counters;
  @Inject DeadLetterSettings deadLetters;
  @Inject BodySettings bodies;
  @Inject SenderRateSettings rates;
  @Inject EventSettings events;
  @Inject RollupSettings rollup;

  @Test
  void pinsTheLimits() {
    assertThat(limits)
        .isEqualTo(
            new IngestionLimits(
                64 << 20, 10_000, 32, 1 << 20, 1_000, 64, 256, Duration.ofHours(24), 1 << 16, 100));
  }

  @Test
  void pinsHowLongIsRemembered() {
    assertThat(references)
        .isEqualTo(
            new ReferenceSettings(
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                100_000,
                100_000,
                10_000,
                2_000,
                8));
  }

  @Test
  void pinsWhenTelemetryIsErased() {
    assertThat(erasure).isEqualTo(new IngestionErasureSettings(Duration.ofMinutes(15)));
    assertThat(erasure.settle()).isGreaterThan(references.staleness());
  }

  @Test
  void pinsHowMessagesAreWrittenTogether() {
    assertThat(writer)
        .isEqualTo(
            new WriterSettings(
                2,
                1,
                50,
                1_000,
                4 << 20,
                Duration.ofMillis(2),
                50_000,
                128 << 20,
                50,
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                500));
  }

  @Test
  void pinsHowCountersComeTogether() {
    assertThat(counters)
        .isEqualTo(new CounterSettings(Duration.ofSeconds(2), 500, Duration.ofMinutes(15), 1_000));
    assertThat(counters.keepDeltas()).isGreaterThan(writer.retryFor());
  }

  @Test
  void pinsHowMuchIsReplayed() {
    assertThat(deadLetters).isEqualTo(new DeadLetterSettings(10_000, 2));
  }

  @Test
  void pinsHowMuchIsReceived() {
    assertThat(bodies)
        .isEqualTo(
            new BodySettings(
                10 << 20, 4 << 10, 1 << 30, 1_000, 1 << 20, 64 << 20, 50, Duration.ofSeconds(2)));
  }

  @Test
  void pinsHowFastMessagesMayCome() {
    assertThat(rates)
        .isEqualTo(
            new SenderRateSettings(
                100_000, 1_000_000, 10_000, 100_000, 100_000, Duration.ofMinutes(4)));
  }

  @Test
  void pinsHowMuchAnEventMayBe() {
    assertThat(events).isEqualTo(new EventSettings(128, 4_096, 1 << 16, 3));
  }

  @Test
  void pinsHowTelemetryIsRolledUp() {
    assertThat(rollup)
        .isEqualTo(
            new RollupSettings(
                Duration.ofSeconds(15),
                Duration.ofMinutes(5),
                20_000,
                1_000,
                1_000,
                Duration.ofMillis(200),
                Duration.ofMinutes(2)));
  }

  @Test
  void refusesSettingsOfTheRollerOutOfBounds() {
    var second = Duration.ofSeconds(1);
    var hour = Duration.ofHours(1);
    assertThatThrownBy(() -> new RollupSettings(hour.plusNanos(1), hour, 1, 1, 1, second, second))
        .hasMessageContaining("interval is from 100ms to 1h");
    assertThatThrownBy(() -> new RollupSettings(hour, second.negated(), 1, 1, 1, second, second))
        .hasMessageContaining("settle is from 0 to 1d");
    assertThatThrownBy(() -> new RollupSettings(hour, hour, 0, 1, 1, second, second))
        .hasMessageContaining("max-messages is from 1 to 1000000");
    assertThatThrownBy(() -> new RollupSettings(hour, hour, 1, 100_001, 1, second, second))
        .hasMessageContaining("max-devices is from 1 to 100000");
    assertThatThrownBy(() -> new RollupSettings(hour, hour, 1, 1, 0, second, second))
        .hasMessageContaining("max-dirty-cells is from 1 to 100000");
    assertThatThrownBy(() -> new RollupSettings(hour, hour, 1, 1, 1, Duration.ZERO, second))
        .hasMessageContaining("lock-timeout is from 10ms to 1m");
    assertThatThrownBy(() -> new RollupSettings(hour, hour, 1, 1, 1, second, Duration.ZERO))
        .hasMessageContaining("statement-timeout is from 1s to 1h");
  }

  @Test
  void refusesSettingsOutOfBounds() {
    assertThatThrownBy(() -> new BodySettings(1, 0, 1_024, 1, 1_024, 1_024, 1, Duration.ZERO))
        .hasMessageContaining("bodies.max-bytes is 1");
    assertThatThrownBy(() -> new BodySettings(1_024, 0, 1_024, 1, 1_024, 1_024, 101, Duration.ZERO))
        .hasMessageContaining("bodies.tenant-share is 101");
    assertThatThrownBy(() -> new BodySettings(1_024, -1, 1_024, 1, 1_024, 1_024, 1, Duration.ZERO))
        .hasMessageContaining("bodies.at-once-bytes is -1");
    assertThatThrownBy(() -> new SenderRateSettings(-1, 1, 1, 1, 1, Duration.ZERO))
        .hasMessageContaining("rates.tenant-per-second is -1");
    assertThatThrownBy(() -> new SenderRateSettings(1, 1, 1, 1, 1, Duration.ofHours(2)))
        .hasMessageContaining("rates.patience is PT2H");
    var millis = Duration.ofMillis(1);
    assertThatThrownBy(() ->
            new WriterSettings(0, 1, 1, 1, 1_024, millis, 1, 1_024, 1, millis, millis, millis, 1))
        .hasMessageContaining("writer.writers is 0");
    assertThatThrownBy(() ->
            new WriterSettings(1, 0, 1, 1, 1_024, millis, 1, 1_024, 1, millis, millis, millis, 1))
        .hasMessageContaining("writer.small-writers is 0");
    assertThatThrownBy(() -> new StoreSettings(-1)).hasMessageContaining("known-devices is -1");
    assertThatThrownBy(() ->
            new WriterSettings(
                1, 1, 1, 1, 1_024, Duration.ofSeconds(2), 1, 1_024, 1, millis, millis, millis, 1))
        .hasMessageContaining("writer.linger is PT2S");
    assertThatThrownBy(() -> new IngestionErasureSettings(Duration.ofSeconds(-1)))
        .hasMessageContaining("settle is from 0 to 7d");
    assertThatThrownBy(() -> new IngestionErasureSettings(Duration.ofDays(8)))
        .hasMessageContaining("settle is from 0 to 7d");
    assertThatThrownBy(() -> new IngestionLimits(0, 1, 32, 64, 1, 1, 1, Duration.ZERO, 0, 1))
        .hasMessageContaining("max-inflated-bytes");
    assertThatThrownBy(() -> new DeadLetterSettings(0, 1))
        .hasMessageContaining("max-replayed is 0");
    assertThatThrownBy(() -> new DeadLetterSettings(1, 17))
        .hasMessageContaining("max-replays is 17");
    assertThatThrownBy(() -> new EventSettings(0, 1, 1, 1))
        .hasMessageContaining("max-type-length is 0");
    var second = Duration.ofSeconds(1);
    assertThatThrownBy(() ->
            new ReferenceSettings(
                Duration.ofSeconds(60), second, second, second, second, 1, 1, 1, 1, 1))
        .hasMessageContaining("fresh-credentials");
    assertThatThrownBy(
            () -> new ReferenceSettings(second, second, second, second, second, 1, 1, 1, 1, 0))
        .hasMessageContaining("must each be at least 1");
  }
}
