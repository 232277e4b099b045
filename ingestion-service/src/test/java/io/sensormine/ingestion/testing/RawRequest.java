package io.sensormine.ingestion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A POST as a test writes it, piece by piece; closing cuts the connection. */
public final class RawRequest implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  private RawRequest(Socket socket) {
    this.socket = socket;
  }

  /** Sends the head of one whose body comes in chunks. */
  public static RawRequest chunked(int port, String path, String contentType, String token) {
    return begin(port, path, contentType, token, "Transfer-Encoding: chunked");
  }

  /** Sends the head of one whose body is said to have so many bytes. */
  public static RawRequest sized(
      int port, String path, String contentType, String token, int length) {
    return begin(port, path, contentType, token, "Content-Length: " + length);
  }

  private static RawRequest begin(
      int port, String path, String contentType, String token, String framing) {
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      var request = new RawRequest(socket);
      request.write(
          """
          POST %s HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer %s\r
          Content-Type: %s\r
          %s\r
          Connection: close\r
          \r
          """
              .formatted(path, token, contentType, framing)
              .getBytes(StandardCharsets.US_ASCII));
      return request;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a piece of a body of known length. */
  public void piece(byte[] bytes) {
    write(bytes);
  }

  /** Sends a chunk of the body. */
  public void chunk(byte[] bytes) {
    write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    write(bytes);
    write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Ends the body. */
  public void end() {
    write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits for the whole answer, head and body. */
  public String answer() {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
