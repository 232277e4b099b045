package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.ingestion.testing.RawRequest;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** NDJSON: a message a line, stored in chunks while it arrives. */
class NdjsonIT {
  private static final String TELEMETRY = "/api/v1/telemetry";
  private static final String GATEWAY = "/api/v1/gateway/telemetry";
  private static final String NDJSON = "application/x-ndjson";
  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(
          Map.of(
              "SENSORMINE_INGESTION_BODIES_CHUNK_MESSAGES", "100",
              "SENSORMINE_INGESTION_BODIES_MAX_STREAM_BYTES", "16000000"));

  private final UUID tenant = UUID.randomUUID();

  private DeviceSelection.Item device(String name) {
    return ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
  }

  private static Answer send(Http http, String path, String lines) {
    return http.send(
        "POST", path, lines.replace('\'', '"').getBytes(StandardCharsets.UTF_8), NDJSON);
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{'time': %d, 't': %d}%n".formatted(1_700_000_000 + i, i))
        .collect(Collectors.joining());
  }

  private static void counts(Answer answer, int received, int accepted, int rejected) {
    var body = answer.body();
    assertThat(
            new int[] {
              body.path("received").asInt(),
              body.path("accepted").asInt(),
              body.path("rejected").asInt()
            })
        .as(answer.text())
        .containsExactly(received, accepted, rejected);
  }

  private static int stored(DeviceSelection.Item device) {
    return ingestion.fields(device.id()).size();
  }

  @Test
  void storesEveryLineOfManyChunks() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    counts(send(http, TELEMETRY, lines(1_234)).expect(200), 1_234, 1_234, 0);
    assertThat(stored(device)).isEqualTo(1_234);
    var again = send(http, TELEMETRY, lines(1_234)).expect(200);
    assertThat(again.body().path("duplicates").asInt()).isEqualTo(1_234);
  }

  @Test
  void takesMoreBytesThanAnArrayMayHave() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    var line = "{'time': 1700000000, 'text': '%s'}\n".formatted("x".repeat(500_000));
    counts(send(http, TELEMETRY, line.repeat(25)).expect(200), 25, 1, 0);
  }

  @Test
  void answers413AfterWhatALimitLeavesAndSaysWhatBecameOfIt() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    var line = "{'time': 1700000000, 'text': '%s'}\n".formatted("x".repeat(1_000_000));
    assertThat(send(http, TELEMETRY, line.repeat(17)).expect(413).problem()).isEqualTo("too-large");
    assertThat(stored(device)).isZero();
    var body = line.repeat(17).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try (var request =
        RawRequest.chunked(ingestion.service().port(), TELEMETRY, NDJSON, token(device))) {
      request.chunk(body);
      request.end();
      var answer = request.answer();
      assertThat(answer).startsWith("HTTP/1.1 413").contains("\"accepted\":1");
    }
    assertThat(stored(device)).isEqualTo(1);
  }

  @Test
  void tellsABadLineByItsPlaceAndStoresTheOthers() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    var answer =
        send(
                http,
                TELEMETRY,
                """
                {'time': 1700000000, 't': 1}

                {'time': 1700000001, 't':
                \t \r
                {'time': 1700000002, 't': 3} {}
                [1]
                {'time': 1700000003, 't': 4}\
                """)
            .expect(200);
    counts(answer, 5, 2, 3);
    assertThat(answer.body().findValuesAsText("code"))
        .containsExactly("malformed-json", "malformed-json", "schema-violation");
    assertThat(answer.body().findValuesAsText("index")).containsExactly("2", "4", "5");
    assertThat(answer.body().findValuesAsText("path")).containsExactly("/2", "/4", "/5");
    assertThat(
            ingestion.query(
                "SELECT convert_from(payload, 'UTF8') FROM telemetry.rejected_messages"
                    + " WHERE device_id = '%s' ORDER BY id".formatted(device.id())))
        .containsExactly(
            "{\"time\": 1700000001, \"t\":", "{\"time\": 1700000002, \"t\": 3} {}", "[1]");
  }

  @Test
  void refusesALineThatIsTooLongAndReadsOn() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    var answer =
        send(
                http,
                TELEMETRY,
                "{'text': '%s'}\n{'time': 1700000000, 't': 1}\n".formatted("x".repeat(3 << 20)))
            .expect(200);
    counts(answer, 2, 1, 1);
    assertThat(answer.body().at("/errors/0/code").asText()).isEqualTo("too-large");
    assertThat(answer.body().at("/errors/0/message").asText()).contains("3145740 bytes");
  }

  @Test
  void answers422WithTheSameMembersWhereNoLineIsTaken() {
    var http = ingestion.device(tenant, device("pump"));
    var answer = send(http, TELEMETRY, "nonsense\n{'t': 1\n").expect(422);
    assertThat(answer.problem()).isEqualTo("all-rejected");
    counts(answer, 2, 0, 2);
  }

  @Test
  void answersAnEmptyStreamWithNothingReceived() {
    var http = ingestion.device(tenant, device("pump"));
    counts(send(http, TELEMETRY, "\n \n").expect(200), 0, 0, 0);
    counts(send(http, TELEMETRY, "").expect(200), 0, 0, 0);
  }

  @Test
  void inflatesGzipOfSeveralMembers() throws IOException {
    var device = device("pump");
    var zipped = new ByteArrayOutputStream();
    for (var part :
        new String[] {"{\"time\": 1700000000, \"t\": 1}\n", "{\"time\": 1700000001, \"t\": 1}\n"}) {
      try (var gzip = new GZIPOutputStream(zipped)) {
        gzip.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    var http = ingestion.device(tenant, device).with("Content-Encoding", "gzip");
    counts(http.send("POST", TELEMETRY, zipped.toByteArray(), NDJSON).expect(200), 2, 2, 0);
  }

  @Test
  void letsTheTimeOutOnlyWhereTheStreamIsOneChunkWithoutAnotherOfTheDevice() {
    var one = device("one");
    var two = device("two");
    var http = ingestion.gateway(tenant);
    counts(
        send(http, GATEWAY, "{'device': 'one', 't': 1}\n{'device': 'two', 't': 1}\n").expect(200),
        2,
        2,
        0);
    counts(
        send(http, GATEWAY, "{'device': 'one', 't': 2}\n{'device': 'one', 't': 3}\n").expect(422),
        2,
        0,
        2);
    var long101 =
        "{'device': 'two', 't': 4}\n"
            + "{'device': 'one', 'time': 1700000000, 't': 1}\n".repeat(100);
    var answer = send(http, GATEWAY, long101).expect(200);
    assertThat(answer.body().findValuesAsText("code")).containsExactly("time-required");
    assertThat(stored(one)).isEqualTo(2);
    assertThat(stored(two)).isEqualTo(1);
  }

  @Test
  void explainsAndStoresNothingInADryRun() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    counts(send(http, TELEMETRY + "?dryRun=true", lines(150)).expect(200), 150, 150, 0);
    assertThat(stored(device)).isZero();
  }

  @Test
  void leavesAPrefixWhereTheConnectionIsCut() {
    var device = device("pump");
    try (var request =
        RawRequest.chunked(ingestion.service().port(), TELEMETRY, NDJSON, token(device))) {
      request.chunk(lines(250).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      request.chunk("{\"time\": 1600000000, \"t\": 1}".getBytes(StandardCharsets.UTF_8));
      Deadline.within(SOON, "the first chunks", () -> stored(device) >= 200);
    }
    Deadline.within(SOON, "what came before the cut", () -> stored(device) == 250);
    assertThat(
            ingestion.query(
                "SELECT 1 FROM telemetry.telemetry WHERE device_id = '%s' AND time < '2023-01-01'"
                    .formatted(device.id())))
        .as("the line that was cut")
        .isEmpty();
  }

  private String token(DeviceSelection.Item device) {
    return ingestion.deviceApi().credential(tenant, device);
  }
}
