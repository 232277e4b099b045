package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.ingestion.testing.RawRequest;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** More than may be under way, or come in a while: refused in time to say so, or made to wait. */
class OverloadIT {
  private static final String TELEMETRY = "/api/v1/telemetry";
  private static final String NDJSON = "application/x-ndjson";
  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(
          Map.of(
              "SENSORMINE_INGESTION_BODIES_MAX_IN_FLIGHT_BYTES", "20000",
              "SENSORMINE_INGESTION_BODIES_CHUNK_BYTES", "2000",
              "SENSORMINE_INGESTION_RATES_DEVICE_PER_SECOND", "20",
              "SENSORMINE_INGESTION_RATES_DEVICE_BURST", "40"));

  private static DeviceSelection.Item device(UUID tenant, String name) {
    return ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
  }

  /** A request of which so many bytes have been sent, and not the last. */
  private static RawRequest underWay(UUID tenant, int bytes) {
    double before = inFlight();
    var token = ingestion.deviceApi().credential(tenant, device(tenant, "slow"));
    var request =
        RawRequest.chunked(ingestion.service().port(), TELEMETRY, "application/json", token);
    request.chunk(("{\"text\": \"" + "x".repeat(bytes - 10)).getBytes(StandardCharsets.UTF_8));
    Deadline.within(SOON, "it to be read", () -> inFlight() == before + bytes);
    return request;
  }

  private static double inFlight() {
    return ingestion.service().meter("sensormine_ingestion_bodies_bytes");
  }

  private static Answer send(UUID tenant, int bytes) {
    return ingestion
        .device(tenant, device(tenant, "pump"))
        .post(TELEMETRY, "{'text': '" + "x".repeat(bytes) + "'}");
  }

  /** One body may go over a tenant's share, and one over what all may have. */
  @Test
  void refusesBodiesBeyondATenantsShareAndBeyondWhatAllMayHaveUnderWay() {
    var one = UUID.randomUUID();
    var two = UUID.randomUUID();
    try (var slow = underWay(one, 9_000)) {
      send(one, 5_000).expect(200);
      try (var over = underWay(one, 4_000)) {
        var refused = send(one, 500).expect(429);
        assertThat(refused.problem()).isEqualTo("too-many-requests");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        send(two, 5_000).expect(200);
        try (var alsoOver = underWay(two, 9_000)) {
          var overloaded = send(UUID.randomUUID(), 500).expect(503);
          assertThat(overloaded.problem()).isEqualTo("overloaded");
          assertThat(overloaded.header("Retry-After")).isEqualTo("1");
          finish(alsoOver);
        }
        send(UUID.randomUUID(), 5_000).expect(200);
        finish(over);
      }
      finish(slow);
    }
    send(one, 8_000).expect(200);
    Deadline.within(SOON, "all to be given back", () -> inFlight() == 0);
  }

  private static void finish(RawRequest request) {
    request.chunk("\"}".getBytes(StandardCharsets.UTF_8));
    request.end();
    assertThat(request.answer()).startsWith("HTTP/1.1 200");
  }

  @Test
  void keepsNoRoomForWhatIsPromisedAndDoesNotCome() {
    var tenant = UUID.randomUUID();
    var token = ingestion.deviceApi().credential(tenant, device(tenant, "slow"));
    var promises = new ArrayList<RawRequest>();
    for (int at = 0; at < 5; at++) {
      var promise =
          RawRequest.sized(ingestion.service().port(), TELEMETRY, "application/json", token, 9_000);
      promise.piece("{\"text\": \"".getBytes(StandardCharsets.UTF_8));
      promises.add(promise);
    }
    Deadline.within(SOON, "all to be read", () -> inFlight() == 5 * 10);
    send(tenant, 5_000).expect(200);
    var last = promises.getLast();
    last.piece(("x".repeat(8_988) + "\"}").getBytes(StandardCharsets.UTF_8));
    assertThat(last.answer()).startsWith("HTTP/1.1 200");
    promises.forEach(RawRequest::close);
    Deadline.within(SOON, "all to be given back", () -> inFlight() == 0);
  }

  @Test
  void letsInABodyLargerThanATenantsShareThoughAnotherIsUnderWay() throws IOException {
    var tenant = UUID.randomUUID();
    try (var slow = underWay(tenant, 100)) {
      var large = "{\"text\": \"" + "x".repeat(25_000) + "\"}";
      var http = ingestion.device(tenant, device(tenant, "pump"));
      http.send("POST", TELEMETRY, large.getBytes(StandardCharsets.UTF_8), "application/json")
          .expect(200);
      http.with("Content-Encoding", "gzip")
          .send("POST", TELEMETRY, gzip(large), "application/json")
          .expect(200);
      finish(slow);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** None can get on: one goes over, the other gives way and is told so, and nothing hangs. */
  @Test
  void getsHalfReadBodiesOutOfEachOthersWay() {
    var tenant = UUID.randomUUID();
    try (var first = underWay(tenant, 9_000);
        var second = underWay(tenant, 9_000)) {
      first.chunk("x".repeat(5_000).getBytes(StandardCharsets.UTF_8));
      assertThat(first.answer()).startsWith("HTTP/1.1 429").containsIgnoringCase("Retry-After: 1");
      Deadline.within(SOON, "its room", () -> inFlight() == 9_000);
      finish(second);
    }
  }

  @Test
  void takesOfAStreamWhatHasComeAndNoMoreThanAChunk() {
    var tenant = UUID.randomUUID();
    var token = ingestion.deviceApi().credential(tenant, device(tenant, "pump"));
    try (var stream = RawRequest.chunked(ingestion.service().port(), TELEMETRY, NDJSON, token)) {
      var line = "{\"time\": 1700000000, \"t\": 1}\n".getBytes(StandardCharsets.UTF_8);
      stream.chunk(line);
      Deadline.within(SOON, "what has come", () -> inFlight() == line.length);
      stream.chunk(" ".repeat(5_000).getBytes(StandardCharsets.UTF_8));
      Deadline.within(SOON, "a chunk", () -> inFlight() == 2_000);
      stream.end();
      assertThat(stream.answer()).startsWith("HTTP/1.1 200");
    }
    Deadline.within(SOON, "all to be given back", () -> inFlight() == 0);
  }

  @Test
  void givesBackTheRoomOfAConnectionThatIsCut() {
    var tenant = UUID.randomUUID();
    underWay(tenant, 9_000).close();
    Deadline.within(SOON, "its room", () -> inFlight() == 0);
    send(tenant, 5_000).expect(200);
  }

  private static String messages(int count) {
    return String.join(",", Collections.nCopies(count, "{'time': 1700000000, 't': 1}"));
  }

  @Test
  void refusesAnArrayOfADeviceThatSendsTooMuchAndSaysWhenItMayAgain() {
    var tenant = UUID.randomUUID();
    var http = ingestion.device(tenant, device(tenant, "pump"));
    http.post(TELEMETRY, "[" + messages(80) + "]").expect(200);
    var refused = http.post(TELEMETRY, messages(1)).expect(429);
    assertThat(refused.problem()).isEqualTo("too-many-requests");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 3);
    ingestion
        .device(tenant, device(tenant, "fan"))
        .post(TELEMETRY, "[" + messages(40) + "]")
        .expect(200);
    var line = "m,device=pump a=1 1".getBytes(StandardCharsets.UTF_8);
    var byGateway =
        ingestion.gateway(tenant).send("POST", "/api/v2/write", line, "text/plain").expect(429);
    assertThat(byGateway.body().path("code").asText()).isEqualTo("too many requests");
    assertThat(byGateway.header("Retry-After")).isNotEmpty();
  }

  @Test
  void letsAStreamWaitInstead() {
    var tenant = UUID.randomUUID();
    var http = ingestion.device(tenant, device(tenant, "pump"));
    var lines = "{\"time\": 1700000000, \"t\": 1}\n".repeat(160).getBytes(StandardCharsets.UTF_8);
    long before = System.nanoTime();
    var answer = http.send("POST", TELEMETRY, lines, NDJSON).expect(200);
    assertThat(answer.body().path("received").asInt()).isEqualTo(160);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(2));
  }
}
