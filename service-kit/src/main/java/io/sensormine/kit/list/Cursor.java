package io.sensormine.kit.list;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A keyset cursor: the keys of the last item seen, opaque to the client. Each key is its length in
 * characters, a colon and its text.
 */
final class Cursor {
  private static final int MAX_LENGTH = 4096;

  private Cursor() {}

  static String encode(List<String> keys) {
    var text = new StringBuilder();
    for (var key : keys) {
      text.append(key.length()).append(':').append(key);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  static List<String> decode(String cursor, int count) {
    if (cursor.isEmpty() || cursor.length() > MAX_LENGTH) {
      throw invalid();
    }
    try {
      var text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
              .toString();
      var keys = new ArrayList<String>();
      for (int at = 0; at < text.length(); ) {
        int colon = text.indexOf(':', at);
        int end = colon + 1 + Integer.parseInt(text, at, colon, 10);
        keys.add(text.substring(colon + 1, end));
        at = end;
      }
      if (keys.size() != count) {
        throw invalid();
      }
      return keys;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
      throw invalid();
    }
  }

  /** 400: a cursor is sent back as it came, or not at all. */
  static ProblemException invalid() {
    return ProblemException.at(
        "/cursor",
        ProblemType.INVALID_CURSOR,
        "Send nextCursor of the page before as it came, or none for the first page.");
  }
}
