package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that sends a byte now and then does not hold a connection for ever. */
class SlowClientTest {
  private static final StandInIdentity IDENTITY = StandInIdentity.start();
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static RunningService service;

  @BeforeAll
  static void start() {
    var environment = new HashMap<>(IDENTITY.environment());
    environment.put("SENSORMINE_PATIENCE_HEAD", "500ms");
    environment.put("SENSORMINE_PATIENCE_BODY", "500ms");
    service = RunningService.start("probe", environment);
  }

  @AfterAll
  static void stop() {
    service.close();
    IDENTITY.close();
  }

  @Test
  void losesTheConnectionWhileItDripsAHead() throws IOException {
    assertThat(isGivenUpAfter("GET /health/liveness HTTP/1.1\r\nHost: ")).isTrue();
  }

  @Test
  void losesTheConnectionWhileItDripsABody() throws IOException {
    var token = IDENTITY.token(UUID.randomUUID(), Roles.TENANT_ADMIN);
    for (var path : new String[] {"/api/v1/things", "/api/v1/upload"}) {
      assertThat(isGivenUpAfter(head(path, token))).as(path).isTrue();
    }
    service.http(token).post("/api/v1/things", "{'name': 'a'}").expect(200);
    assertThat(service.anonymous().get("/prometheus").text())
        .contains("sensormine_connections_given_up_total");
  }

  @Test
  void keepsAConnectionBetweenRequests() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(1_500);
      for (var i = 0; i < 2; i++) {
        socket
            .getOutputStream()
            .write(
                "GET /health/liveness HTTP/1.1\r\nHost: a\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(allThatComes(socket)).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static String head(String path, String token) {
    return """
    POST %s HTTP/1.1
    Host: a
    Authorization: Bearer %s
    Content-Type: application/json
    Content-Length: 1000000

    """
        .formatted(path, token)
        .replace("\n", "\r\n");
  }

  /** What arrives until the server has been silent for longer than it has patience. */
  private static String allThatComes(Socket socket) throws IOException {
    var all = new StringBuilder();
    try {
      for (var next = socket.getInputStream().read(); ; next = socket.getInputStream().read()) {
        assertThat(next).as("an open connection").isNotNegative();
        all.append((char) next);
      }
    } catch (SocketTimeoutException silent) {
      return all.toString();
    }
  }

  private static boolean isGivenUpAfter(String beginning) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(50);
      var out = socket.getOutputStream();
      out.write(beginning.getBytes(StandardCharsets.US_ASCII));
      var giveUp = Instant.now().plus(DEADLINE);
      while (Instant.now().isBefore(giveUp)) {
        try {
          if (socket.getInputStream().read() < 0) {
            return true;
          }
        } catch (SocketTimeoutException open) {
          out.write('x');
        }
      }
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }
}
