package io.sensormine.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RequiresCommunity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a late message of each of many devices unpacks of a day that is in columns. */
@RequiresCommunity
class RepeatsInColumnsIT {
  private static final int DEVICES = 1_000;
  private static final int MESSAGES = 1_000;
  private static final Duration STEP = Duration.ofSeconds(86);
  private static final Instant DAY = Instant.parse("2020-01-01T00:00:00Z");

  private static final UUID TENANT = UUID.randomUUID();

  private static Ingestion ingestion;
  private static Http gateway;
  private static List<UUID> devices;

  @BeforeAll
  static void fillADay() {
    ingestion = Ingestion.start(Map.of());
    gateway = ingestion.gateway(TENANT);
    var type = ingestion.deviceApi().type(TENANT);
    devices =
        IntStream.range(0, DEVICES)
            .mapToObj(device -> ingestion.deviceApi().device(TENANT, "d" + device, type).id())
            .toList();
    ingestion.execute(
        """
        INSERT INTO telemetry.telemetry
          (tenant_id, device_id, time, schema_version_id, fields, received_at)
        SELECT '%s', device_id::uuid, timestamptz '%s' + at * interval '%s',
          '00000000-0000-0000-0000-000000000000', jsonb_build_object('a', at, 'b', 0.5), now()
        FROM unnest(string_to_array('%s', ',')) AS device_id, generate_series(0, %d) AS at
        """
            .formatted(
                TENANT,
                DAY,
                STEP,
                devices.stream().map(UUID::toString).collect(Collectors.joining(",")),
                MESSAGES - 1));
    ingestion.putIntoColumns();
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  /** A message of each device, of the same instant. */
  private static Outcomes send(Instant time, String fields) {
    var messages =
        IntStream.range(0, DEVICES)
            .mapToObj(device ->
                "{\"device\": \"d%d\", \"time\": \"%s\", \"fields\": %s}"
                    .formatted(device, time, fields))
            .collect(Collectors.joining(",", "[", "]"));
    var answer = gateway.post("/api/v1/gateway/telemetry", messages).expect(200).body();
    return new Outcomes(
        answer.path("accepted").asInt(),
        answer.path("merged").asInt(),
        answer.path("duplicates").asInt());
  }

  private record Outcomes(int accepted, int merged, int duplicates) {}

  private static void holds(long rows, long outsideColumns) {
    assertThat(ingestion.query("SELECT count(*) FROM telemetry.telemetry"))
        .containsExactly(Long.toString(rows));
    var chunk = ingestion.query("SELECT show_chunks('telemetry.telemetry')");
    assertThat(chunk).hasSize(1);
    // read alone, a chunk shows only what stands in rows
    assertThat(ingestion.query("SELECT count(*) FROM ONLY " + chunk.getFirst()))
        .as("rows outside columns")
        .containsExactly(Long.toString(outsideColumns));
  }

  @Test
  void unpacksNothingForNewMessagesAndForRepeats() {
    var packed = (long) DEVICES * MESSAGES;
    holds(packed, 0);

    assertThat(send(DAY.plusSeconds(1), "{\"a\": 7}")).isEqualTo(new Outcomes(DEVICES, 0, 0));
    holds(packed + DEVICES, DEVICES);

    assertThat(send(DAY.plusSeconds(1), "{\"a\": 7}")).isEqualTo(new Outcomes(0, 0, DEVICES));
    assertThat(send(DAY.plus(STEP.multipliedBy(10)), "{\"a\": 10, \"b\": 0.5}"))
        .as("what has been in columns")
        .isEqualTo(new Outcomes(0, 0, DEVICES));
    assertThat(send(DAY.plus(STEP.multipliedBy(11)), "{\"b\": 0.5}"))
        .as("a part of it")
        .isEqualTo(new Outcomes(0, 0, DEVICES));
    holds(packed + DEVICES, DEVICES);
    var changed =
        "{\"device\": \"d3\", \"time\": \"%s\", \"fields\": {\"a\": -1}}"
            .formatted(DAY.plus(STEP.multipliedBy(10)));
    gateway.post("/api/v1/gateway/telemetry", changed).expect(200);
    assertThat(ingestion.fields(devices.get(3)))
        .hasSize(MESSAGES + 1)
        .containsOnlyOnce("{\"a\": -1, \"b\": 0.5}");
    holds(packed + DEVICES, DEVICES + MESSAGES);
  }
}
