package io.sensormine.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A kept HTTP/1.1 connection that takes one answer after each request, whatever it is. */
final class PlainConnection implements AutoCloseable {
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;

  /**
   * An answer.
   *
   * @param head in lower case
   */
  record Answer(int status, String head, String body) {}

  PlainConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Null where the connection was closed instead. */
  @Nullable Answer exchange(byte[] request) throws IOException {
    try {
      socket.getOutputStream().write(request);
      var head = head();
      return head == null ? null : answer(head);
    } catch (SocketException closed) {
      return null;
    }
  }

  private @Nullable String head() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  private Answer answer(String head) throws IOException {
    int at = head.indexOf(LENGTH);
    if (at < 0) {
      throw new IllegalStateException("an answer of unknown length: " + head);
    }
    int length =
        Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf('\r', at)).strip());
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(Integer.parseInt(head.substring(9, 12)), head, body);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
