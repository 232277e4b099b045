package io.sensormine.check;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text as a URI carries it, by RFC 3986. */
public final class PercentEncoding {
  private static final String UNRESERVED = "-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /** Encodes all but letters and digits of ASCII, {@code -._~} and what else is plain. */
  public static String encode(String text, String plain) {
    var encoded = new StringBuilder();
    for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
      var character = (char) (octet & 0xFF);
      if (isAlphanumeric(character)
          || UNRESERVED.indexOf(character) >= 0
          || plain.indexOf(character) >= 0) {
        encoded.append(character);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static boolean isAlphanumeric(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9');
  }

  /**
   * Decodes a text.
   *
   * @throws IllegalArgumentException where a percent sign begins no octet
   */
  public static String decode(String text) {
    // a plus sign is itself in a URI
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
