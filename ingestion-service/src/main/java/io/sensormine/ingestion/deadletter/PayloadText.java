package io.sensormine.ingestion.deadletter;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Bytes as a JSON text can carry them.
 *
 * @param base64 whether they are in Base64, for they are no UTF-8
 */
record PayloadText(String text, boolean base64) {
  /**
   * The text of some bytes.
   *
   * @param cut whether more followed, so that the last character may lack its end; it is left out
   */
  static PayloadText of(byte[] bytes, boolean cut) {
    var characters = CharBuffer.allocate(bytes.length);
    var result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), characters, !cut);
    return result.isError()
        ? new PayloadText(Base64.getEncoder().encodeToString(bytes), true)
        : new PayloadText(characters.flip().toString(), false);
  }
}
