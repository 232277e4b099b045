package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A body whose chunks break off is no whole one, and nobody is told that it was taken. */
class BrokenBodyTest {
  private static final StandInIdentity IDENTITY = StandInIdentity.start();
  private static final RunningService SERVICE =
      RunningService.start("probe", IDENTITY.environment());
  private static final String CHUNK = "d\r\n{\"name\": \"a\"}\r\n";

  @AfterAll
  static void stop() {
    SERVICE.close();
    IDENTITY.close();
  }

  @Test
  void takesAWholeOne() throws IOException {
    assertThat(answer(CHUNK + "0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void answersNothingWhereTheNextChunkIsNone() throws IOException {
    assertThat(answer(CHUNK + "zz\r\nxxx\r\n")).isEmpty();
  }

  /** What comes until the server closes, as it is asked to. */
  private static String answer(String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.port())) {
      socket.setSoTimeout(30_000);
      var token = IDENTITY.token(UUID.randomUUID(), Roles.TENANT_ADMIN);
      var head =
          """
          POST /api/v1/things HTTP/1.1
          Host: a
          Connection: close
          Authorization: Bearer %s
          Content-Type: application/json
          Transfer-Encoding: chunked

          """
              .formatted(token)
              .replace("\n", "\r\n");
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
