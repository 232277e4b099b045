package io.sensormine.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How much of its heap a service's process says that it uses; garbage is in it. */
final class UsedHeap {
  private static final String METER = "jvm_memory_used_bytes{area=\"heap\"";
  private static final double MEGABYTE = 1 << 20;

  private final int port;

  UsedHeap(int port) {
    this.port = port;
  }

  /** Megabytes. */
  double megabytes() throws IOException {
    try (var connection = new PlainConnection(port)) {
      var request = "GET /prometheus HTTP/1.1\r\nHost: localhost:%d\r\n\r\n".formatted(port);
      var answer = connection.exchange(request.getBytes(StandardCharsets.US_ASCII));
      if (answer == null || answer.status() != 200) {
        throw new IOException("the service does not tell of its heap: " + answer);
      }
      return answer
              .body()
              .lines()
              .filter(line -> line.startsWith(METER))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum()
          / MEGABYTE;
    }
  }
}
