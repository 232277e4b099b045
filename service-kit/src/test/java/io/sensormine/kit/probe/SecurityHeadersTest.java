package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every answer tells a browser how little it may do with it. */
class SecurityHeadersTest {
  private static final StandInIdentity IDENTITY = StandInIdentity.start();
  private static RunningService service;
  private static Http admin;

  @BeforeAll
  static void start() {
    service = RunningService.start("probe", IDENTITY.environment());
    admin = service.http(IDENTITY.token(UUID.randomUUID(), Roles.TENANT_ADMIN));
  }

  @AfterAll
  static void stop() {
    service.close();
    IDENTITY.close();
  }

  @Test
  void protectsEveryAnswer() {
    var any = service.anonymous();
    protectedAnswer(admin.post("/api/v1/things", "{'name': 'a'}").expect(200));
    protectedAnswer(admin.post("/api/v1/things", "{").expect(400));
    protectedAnswer(any.get("/api/v1/missing").expect(401));
    protectedAnswer(service.http("nonsense").get("/api/v1/missing").expect(401));
    protectedAnswer(
        service
            .http(IDENTITY.token(UUID.randomUUID(), Roles.ANALYST))
            .get("/api/v1/missing")
            .expect(403));
    protectedAnswer(admin.get("/api/v1/missing").expect(404));
    protectedAnswer(admin.get("/api/v1/nowhere").expect(404));
    protectedAnswer(any.get("/nowhere").expect(404));
    protectedAnswer(admin.delete("/api/v1/things").expect(405));
    var large = new byte[11 * 1024 * 1024];
    protectedAnswer(admin.send("POST", "/api/v1/things", large, "application/json").expect(413));
    protectedAnswer(admin.get("/api/v1/broken").expect(500));
    protectedAnswer(any.get("/health/liveness").expect(200));
    protectedAnswer(any.get("/prometheus").expect(200));
  }

  @Test
  void letsTheDocumentationRunItsOwnScriptsOnly() {
    for (var path : new String[] {"/docs", "/docs/start.js", "/docs/assets/swagger-ui-bundle.js"}) {
      var answer = service.anonymous().get(path).expect(200);
      assertThat(answer.header("Content-Security-Policy"))
          .contains("default-src 'none'")
          .contains("script-src 'self';")
          .contains("frame-ancestors 'none'");
      framed(answer);
    }
  }

  @Test
  void protectsTheAnswerToWhatIsNoRequest() throws IOException {
    for (var request :
        new String[] {
          "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nno header\u0001\r\n\r\n",
          "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"
        }) {
      var answer = raw(request);
      assertThat(answer).as(request.substring(0, 20)).containsPattern("^HTTP/1\\.[01] 4");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT))
          .contains(
              "x-content-type-options: nosniff", "content-security-policy: default-src 'none'")
          .doesNotContain("server:");
    }
  }

  @Test
  void allowsNoOtherOrigin() {
    var preflight =
        service
            .anonymous()
            .with("Origin", "https://elsewhere.example")
            .with("Access-Control-Request-Method", "POST")
            .send("OPTIONS", "/api/v1/things", null, null);
    assertThat(preflight.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control-"));
    var answer = admin.with("Origin", "https://elsewhere.example").get("/api/v1/missing");
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control-"));
  }

  private static void protectedAnswer(Http.Answer answer) {
    framed(answer);
    assertThat(answer.header("Content-Security-Policy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  private static void framed(Http.Answer answer) {
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(answer.header("Strict-Transport-Security")).as("without TLS").isEmpty();
    assertThat(answer.header("Server")).isEmpty();
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new StringBuilder();
      for (var next = socket.getInputStream().read();
          next >= 0 && answer.indexOf("\r\n\r\n") < 0;
          next = socket.getInputStream().read()) {
        answer.append((char) next);
      }
      return answer.toString();
    }
  }
}
