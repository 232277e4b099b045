package io.sensormine.standalone.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.standalone.simulate.generate.MessageMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static final Path SCHEMA = Path.of("../examples/schemas/tank-level.json");
  private static final Instant START = Instant.parse("2026-01-31T09:15:00Z");

  @Test
  void hasMessagesDueOnAnEvenBeatDeviceAfterDevice() throws IOException {
    var parcels = parcels(plan(3, 10, 1, 0, Duration.ofSeconds(1)));
    assertThat(parcels).hasSize(10);
    assertThat(parcels)
        .extracting(parcel -> parcel.samples().getFirst().device())
        .containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2, 0);
    assertThat(parcels.get(4).dueNanos()).isEqualTo(1_000 + 400_000_000L);
    assertThat(parcels.get(4).samples().getFirst().time()).isEqualTo(START.plusMillis(400));
  }

  @Test
  void hasABatchDueWithItsLastMessage() throws IOException {
    var parcels = parcels(plan(3, 10, 4, 0, Duration.ofSeconds(1)));
    assertThat(parcels).extracting(Parcel::size).containsExactly(4, 4, 2);
    assertThat(parcels.getFirst().dueNanos()).isEqualTo(1_000 + 300_000_000L);
  }

  @Test
  void givesNoDeviceTwoMessagesOfOneInstant() throws IOException {
    var parcels = parcels(plan(1, 100_000, 1, 0, Duration.ofMillis(100)));
    assertThat(parcels.stream().map(parcel -> parcel.samples().getFirst().time()).distinct())
        .hasSize(10_000);
  }

  @Test
  void spoilsAsManyMessagesAsItIsTold() throws IOException {
    assertThat(invalid(0)).isZero();
    assertThat(invalid(100)).isEqualTo(1_000);
    assertThat(invalid(25)).isBetween(200, 300);
  }

  @Test
  void makesTheSameForTheSameSeed() throws IOException {
    var plan = plan(3, 10, 1, 20, Duration.ofSeconds(10));
    assertThat(parcels(plan)).isEqualTo(parcels(plan));
  }

  private static int invalid(double percent) throws IOException {
    return parcels(plan(3, 1_000, 1, percent, Duration.ofSeconds(1))).stream()
        .mapToInt(Parcel::invalid)
        .sum();
  }

  private static SimulationPlan plan(
      int devices, double rate, int batch, double invalid, Duration duration) {
    return new SimulationPlan(devices, rate, Way.HTTP, SCHEMA, duration, batch, 4, 1, invalid);
  }

  private static List<Parcel> parcels(SimulationPlan plan) throws IOException {
    var definition = JsonMapper.builder().build().readTree(SCHEMA.toFile());
    var feed = new Feed(plan, MessageMaker.by(definition), 1_000, START);
    var parcels = new ArrayList<Parcel>();
    for (var parcel = feed.next(); parcel != null; parcel = feed.next()) {
      parcels.add(parcel);
    }
    return parcels;
  }
}
