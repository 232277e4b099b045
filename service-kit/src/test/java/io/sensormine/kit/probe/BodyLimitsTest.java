package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No body takes more of a service than its limits say. */
class BodyLimitsTest {
  private static final StandInIdentity IDENTITY = StandInIdentity.start();
  private static final String FREE = "/api/v1/free";
  private static RunningService service;
  private static Http http;

  @BeforeAll
  static void start() {
    var environment = new HashMap<>(IDENTITY.environment());
    environment.put("SENSORMINE_JSON_MAX_DEPTH", "10");
    environment.put("SENSORMINE_JSON_MAX_NUMBER_LENGTH", "20");
    // above a token's length: what identity-api answers is bounded as well
    environment.put("SENSORMINE_JSON_MAX_STRING_LENGTH", "2000");
    environment.put("SENSORMINE_JSON_MAX_NAME_LENGTH", "12");
    environment.put("SENSORMINE_JSON_MAX_TOKENS", "200");
    service = RunningService.start("probe", environment);
    http = service.http(IDENTITY.token(UUID.randomUUID(), Roles.TENANT_ADMIN));
  }

  @AfterAll
  static void stop() {
    service.close();
    IDENTITY.close();
  }

  @Test
  void boundsDepth() {
    http.post(FREE, nested(10)).expect(200);
    refused(nested(11), "nesting depth (11) exceeds the maximum allowed (10)");
    refused(nested(1_000_000), "nesting depth");
  }

  @Test
  void boundsNumbers() {
    http.post(FREE, "[" + "1".repeat(20) + "]").expect(200);
    refused("[" + "1".repeat(21) + "]", "(21) exceeds the maximum allowed (20)");
    refused("[1." + "1".repeat(1_000_000) + "]", "exceeds the maximum allowed");
  }

  @Test
  void boundsTexts() {
    http.post(FREE, "['" + "x".repeat(2_000) + "']").expect(200);
    refused("['" + "x".repeat(2_001) + "']", "exceeds the maximum allowed (2000)");
  }

  @Test
  void boundsNames() {
    http.post(FREE, "{'" + "n".repeat(12) + "': 1}").expect(200);
    refused("{'" + "n".repeat(5_000) + "': 1}", "exceeds the maximum allowed (12)");
  }

  @Test
  void boundsTokens() {
    http.post(FREE, "[" + "1,".repeat(196) + "1]").expect(200);
    refused("[" + "1,".repeat(100_000) + "1]", "exceeds the maximum allowed (200)");
  }

  @Test
  void boundsWhatIsReadIntoAKnownShape() {
    var answer = http.post("/api/v1/things", "{'name': '" + "x".repeat(2_001) + "'}").expect(413);
    assertThat(answer.problem()).isEqualTo("too-large");
  }

  @Test
  void inflatesNothing() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      for (var i = 0; i < 100; i++) {
        gzip.write(" ".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      gzip.write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    for (var encoding : new String[] {"gzip", "deflate", "br", "gzip, gzip"}) {
      var zipped = http.with("Content-Encoding", encoding);
      var answer = zipped.send("POST", FREE, bytes.toByteArray(), "application/json");
      assertThat(answer.expect(415).problem()).isEqualTo("unsupported-media-type");
      assertThat(answer.body().path("detail").asText()).contains("Content-Encoding");
    }
    http.with("Content-Encoding", "identity").post(FREE, "{}").expect(200);
  }

  private static void refused(String json, String limit) {
    var answer = http.post(FREE, json).expect(413);
    assertThat(answer.problem()).isEqualTo("too-large");
    assertThat(answer.body().path("detail").asText())
        .contains(limit)
        .doesNotContain("StreamReadConstraints");
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }
}
