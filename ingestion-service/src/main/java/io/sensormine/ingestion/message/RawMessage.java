package io.sensormine.ingestion.message;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message as it stands in a request. What it says takes many times its bytes: whoever has
 * judged it lets go of that, and so keeps little while the message waits for its commit. Not
 * thread-safe.
 */
public final class RawMessage {
  private final int start;
  private final int end;
  private final PayloadFormat format;
  private final String pointer;
  private final @Nullable String device;
  private byte @Nullable [] body;
  private MessageReader.@Nullable Outcome content;

  /**
   * A message.
   *
   * @param body the bytes of the whole request, shared: not to be changed
   * @param start where in them it begins
   * @param end where it has ended
   * @param format how those bytes say it
   * @param pointer where it stands in the request as a JSON Pointer: {@code /3}, or empty where it
   *     is the request
   * @param device the external id that it names; null where it names none as a text
   * @param content what it says, where that has been read already; null where the bytes are to be
   *     read as JSON
   */
  public RawMessage(
      byte[] body,
      int start,
      int end,
      PayloadFormat format,
      String pointer,
      @Nullable String device,
      MessageReader.@Nullable Outcome content) {
    this.body = body;
    this.start = start;
    this.end = end;
    this.format = format;
    this.pointer = pointer;
    this.device = device;
    this.content = content;
  }

  /** The bytes of the whole request; until they are let go of. */
  public byte[] body() {
    return Objects.requireNonNull(body, "this message has been let go of");
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  public PayloadFormat format() {
    return format;
  }

  public String pointer() {
    return pointer;
  }

  public @Nullable String device() {
    return device;
  }

  /** What it says; null where that has not been read yet, or has been let go of. */
  public MessageReader.@Nullable Outcome content() {
    return content;
  }

  /** Its bytes. */
  public int length() {
    return end - start;
  }

  /** A copy of its first bytes; until they are let go of. */
  public byte[] head(int maxBytes) {
    return Arrays.copyOfRange(body(), start, start + Math.min(length(), maxBytes));
  }

  /** Lets go of what it says and of its bytes: from now on it tells only where it stood. */
  public void letGo() {
    body = null;
    content = null;
  }
}
