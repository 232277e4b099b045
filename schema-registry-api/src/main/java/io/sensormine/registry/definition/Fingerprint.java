package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/** Tells equal definitions from different ones, however they are written. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * SHA-256, in lower-case hex, of the canonical form (RFC 8785): the order of properties, white
   * space, escapes and the spelling of numbers make no difference.
   *
   * @param json whose numbers are finite doubles
   */
  static String of(JsonNode json) {
    try {
      var canonical = new JsonCanonicalizer(json.toString()).getEncodedUTF8();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (IOException e) {
      throw new UncheckedIOException("JSON that has no canonical form", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
