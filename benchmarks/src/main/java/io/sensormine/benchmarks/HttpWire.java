package io.sensormine.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP/1.1 with answers of a known length; each must be 200. */
final class HttpWire implements Load.Wire {
  private static final String LENGTH = "content-length:";

  /**
   * A whole request.
   *
   * @param credential empty for none
   */
  static byte[] post(int port, String path, String credential, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head =
        "POST %s HTTP/1.1\r\nHost: localhost:%d\r\n".formatted(path, port)
            + (credential.isEmpty() ? "" : "Authorization: Bearer " + credential + "\r\n")
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(bytes.length);
    return ByteBuffer.allocate(head.length() + bytes.length)
        .put(head.getBytes(StandardCharsets.US_ASCII))
        .put(bytes)
        .array();
  }

  @Override
  public int answers(ByteBuffer received, Load.Outcomes outcomes) {
    int answers = 0;
    while (takeOne(received, outcomes)) {
      answers++;
    }
    return answers;
  }

  private static boolean takeOne(ByteBuffer received, Load.Outcomes outcomes) {
    // seen from where it stands, and left there
    var text = StandardCharsets.ISO_8859_1.decode(received.slice()).toString();
    int body = text.indexOf("\r\n\r\n") + 4;
    if (body < 4) {
      return false;
    }
    var head = text.substring(0, body).toLowerCase(Locale.ROOT);
    int at = head.indexOf(LENGTH);
    if (at < 0) {
      throw new IllegalStateException("an answer of unknown length: " + head);
    }
    int end =
        body
            + Integer.parseInt(
                head.substring(at + LENGTH.length(), head.indexOf('\r', at)).strip());
    if (text.length() < end) {
      return false;
    }
    if (!head.startsWith("http/1.1 200")) {
      throw new IllegalStateException(text.substring(0, end));
    }
    outcomes.accepted += count(text, body, end, "\"accepted\":");
    outcomes.duplicates += count(text, body, end, "\"duplicates\":");
    outcomes.rejected += count(text, body, end, "\"rejected\":");
    received.position(received.position() + end);
    return true;
  }

  private static int count(String text, int from, int to, String name) {
    int at = text.indexOf(name, from, to);
    int count = 0;
    for (int i = at + name.length(); at >= 0 && Character.isDigit(text.charAt(i)); i++) {
      count = count * 10 + Character.digit(text.charAt(i), 10);
    }
    return count;
  }
}
