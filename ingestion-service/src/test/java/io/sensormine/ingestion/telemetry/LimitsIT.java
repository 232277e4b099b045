package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Http;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies that are too much, or no JSON at all: a problem in bounded time, and nothing stored. */
class LimitsIT {
  private static final String TELEMETRY = "/api/v1/telemetry";
  private static final UUID TENANT = UUID.randomUUID();

  private static Ingestion ingestion;
  private static Http http;

  @BeforeAll
  static void start() {
    ingestion = Ingestion.start(Map.of());
    var api = ingestion.deviceApi();
    http = ingestion.device(TENANT, api.device(TENANT, "pump", api.type(TENANT)));
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  private static byte[] gzip(String text, int times) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        gzip.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static Http.Answer send(byte[] body) {
    return http.send("POST", TELEMETRY, body, "application/json");
  }

  private static void nothingStored() {
    assertThat(ingestion.query("SELECT 1 FROM telemetry.telemetry WHERE fields ? 'never'"))
        .isEmpty();
    assertThat(ingestion.query("SELECT 1 FROM telemetry.rejected_messages")).isEmpty();
  }

  @Test
  void answers400ForWhatIsNoJson() {
    for (var body :
        new String[] {
          "",
          " ",
          "{",
          "[{'never': 1}",
          "[{'never': 1}] x",
          "{'a': 1, 'a': 2}",
          "{'a': NaN}",
          "{'a': 01}",
          "[{'never': 1},]",
          "nonsense"
        }) {
      assertThat(http.post(TELEMETRY, body).expect(400).problem()).isEqualTo("malformed-json");
    }
    for (var charset : new String[] {"UTF-16", "UTF-16LE", "UTF-32"}) {
      var body = "{\"never\": 1}".getBytes(java.nio.charset.Charset.forName(charset));
      assertThat(send(body).expect(400).problem()).isEqualTo("malformed-json");
    }
    assertThat(send(new byte[] {'{', '"', (byte) 0xC0, '"', ':', '1', '}'}).status())
        .isEqualTo(400);
    nothingStored();
  }

  @Test
  void answers413ForABodyOverTheLimit() {
    assertThat(send(new byte[11 << 20]).expect(413).problem()).isEqualTo("too-large");
    nothingStored();
  }

  @Test
  void answers413ForTooManyMessages() {
    var body = "[" + "{'never': 1},".repeat(10_000) + "{'never': 1}]";
    assertThat(http.post(TELEMETRY, body).expect(413).problem()).isEqualTo("too-large");
    nothingStored();
  }

  @Test
  void answers413ForADepthBomb() {
    for (var bomb : new String[] {"[", "{'a':", "[{'a':"}) {
      var body = bomb.repeat(9 << 17).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      assertThat(send(body).expect(413).problem()).isEqualTo("too-large");
    }
    http.post(TELEMETRY, "{'a':".repeat(31) + "{}" + "}".repeat(31)).expect(200);
    nothingStored();
  }

  @Test
  void takesGzip() throws IOException {
    var zipped = http.with("Content-Encoding", "gzip");
    var body = gzip("{\"time\": 1700000000, \"zipped\": 1}", 1);
    assertThat(
            zipped
                .send("POST", TELEMETRY, body, "application/json")
                .expect(200)
                .body()
                .path("accepted")
                .asInt())
        .isEqualTo(1);
    assertThat(
            zipped
                .send("POST", TELEMETRY, new byte[] {1, 2, 3}, "application/json")
                .expect(400)
                .problem())
        .isEqualTo("malformed-request");
    http.with("Content-Encoding", "br").post(TELEMETRY, "{'never': 1}").expect(415);
  }

  @Test
  void answers413ForAGzipBomb() throws IOException {
    var bomb = gzip(" ".repeat(1 << 20), 200);
    assertThat(bomb.length).isLessThan(1 << 20);
    var answer =
        http.with("Content-Encoding", "gzip").send("POST", TELEMETRY, bomb, "application/json");
    assertThat(answer.expect(413).problem()).isEqualTo("too-large");
    nothingStored();
  }

  @Test
  void answers415ForAnotherMediaType() {
    assertThat(
            http.send("POST", TELEMETRY, "<a/>".getBytes(StandardCharsets.UTF_8), "text/xml")
                .expect(415)
                .problem())
        .isEqualTo("unsupported-media-type");
  }

  @Test
  void tellsAHundredErrorsAndThatThereAreMore() {
    var body = "[" + "{'a': 1},".repeat(149) + "{'a': 1}]";
    var service = Ingestion.start(Map.of());
    try (service) {
      var api = service.deviceApi();
      var device = api.device(TENANT, "pump", api.type(TENANT));
      var answer = service.device(TENANT, device).post(TELEMETRY, body).expect(422).body();
      assertThat(answer.path("rejected").asInt()).isEqualTo(150);
      assertThat(answer.path("errors").size()).isEqualTo(100);
      assertThat(answer.path("errorsTruncated").asBoolean()).isTrue();
      assertThat(service.query("SELECT count(*) FROM telemetry.rejected_messages"))
          .containsExactly("150");
    }
  }

  @Test
  void servesItsDocument() {
    assertThat(ingestion.service().anonymous().get("/openapi.yml").expect(200).text())
        .contains("/api/v1/telemetry", "/api/v1/gateway/telemetry", "openapi: 3.1");
  }
}
