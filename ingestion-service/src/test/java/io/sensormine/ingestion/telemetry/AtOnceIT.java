package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Http.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which requests the thread that received them takes by itself, and that it waits for nothing. */
class AtOnceIT {
  private static final String TELEMETRY = "/api/v1/telemetry";

  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(
          Map.of(
              "SENSORMINE_INGESTION_BODIES_AT_ONCE_BYTES", "1000",
              "SENSORMINE_INGESTION_RATES_DEVICE_PER_SECOND", "20",
              "SENSORMINE_INGESTION_RATES_DEVICE_BURST", "30"));

  private final UUID tenant = UUID.randomUUID();

  private Http device(String definition) {
    var schema = UUID.randomUUID();
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    ingestion.registry().version(tenant, schema, 1, VersionStatus.ACTIVE, definition);
    return ingestion.device(tenant, ingestion.deviceApi().device(tenant, "pump", type));
  }

  private static Answer send(Http device, int number) {
    return device.post(TELEMETRY, "{'fields': {'t': %d}}".formatted(number));
  }

  private static int atOnce() {
    return (int) ingestion.service().meter("sensormine_ingestion_requests_at_once_total");
  }

  @Test
  void areThoseForWhichAllIsAtHand() {
    var device = device("{}");
    int before = atOnce();
    send(device, 1).expect(200);
    assertThat(atOnce()).as("device, type and version had to be asked for").isEqualTo(before);
    // a client may send head and body apart
    for (int number = 2; atOnce() == before && number < 25; number++) {
      var answer = send(device, number).expect(200);
      assertThat(answer.body().path("accepted").asInt()).isEqualTo(1);
    }
    assertThat(atOnce()).isEqualTo(before + 1);
  }

  @Test
  void areNotThoseThatAreLargeOrEncodedOrDry() {
    var device = device("{}");
    send(device, 1).expect(200);
    int before = atOnce();
    device.post(TELEMETRY, "{'text': '" + "x".repeat(1_000) + "'}").expect(200);
    device.post(TELEMETRY + "?dryRun=true", "{'t': 1}").expect(200);
    device.with("Content-Encoding", "identity").post(TELEMETRY, "{'t': 1}").expect(200);
    assertThat(atOnce()).isEqualTo(before);
  }

  @Test
  void areNotThoseThatAreRefusedByWhatMayBeOld() {
    var device = device("{'properties': {'t': {'maximum': 10}}}".replace('\'', '"'));
    send(device, 1).expect(200);
    int before = atOnce();
    send(device, 11).expect(422);
    assertThat(atOnce()).as("a newer version might admit it").isEqualTo(before);
  }

  @Test
  void areRefusedAsOthersAre() {
    var device = device("{}");
    send(device, 1).expect(200);
    int before = atOnce();
    assertThat(device.post(TELEMETRY, "{'t': ").expect(400).problem()).isEqualTo("malformed-json");
    int number = 2;
    var answer = send(device, number);
    while (answer.status() == 200 && number < 200) {
      answer = send(device, ++number);
    }
    assertThat(answer.expect(429).problem()).isEqualTo("too-many-requests");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(atOnce()).isGreaterThan(before);
  }

  @Test
  void answer503WhereTheDatabaseIsAway() {
    var device = device("{}");
    send(device, 1).expect(200);
    ingestion.proxy().cut();
    try {
      var answer = send(device, 2).expect(503);
      assertThat(answer.problem()).isEqualTo("database-unavailable");
    } finally {
      ingestion.proxy().mend();
    }
  }
}
