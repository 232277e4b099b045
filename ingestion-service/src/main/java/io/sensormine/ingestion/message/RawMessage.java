package io.sensormine.ingestion.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One message as it stands in a request.
 *
 * @param body the bytes of the whole request, shared: not to be changed
 * @param start where in them it begins
 * @param end where it has ended
 * @param format how those bytes say it
 * @param pointer where it stands in the request as a JSON Pointer: {@code /3}, or empty where it is
 *     the request
 * @param device the external id that it names; null where it names none as a text
 * @param content what it says, where that has been read already; null where the bytes are to be
 *     read as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RawMessage(
    byte[] body,
    int start,
    int end,
    PayloadFormat format,
    String pointer,
    @Nullable String device,
    MessageReader.@Nullable Outcome content) {

  /** Its bytes. */
  public int length() {
    return end - start;
  }

  /** A copy of its first bytes. */
  public byte[] head(int maxBytes) {
    return Arrays.copyOfRange(body, start, start + Math.min(length(), maxBytes));
  }
}
