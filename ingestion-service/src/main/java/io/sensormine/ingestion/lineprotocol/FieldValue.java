package io.sensormine.ingestion.lineprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.ingestion.message.LooseValue;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** A field's value that is no text: {@code 1}, {@code 1.5e3}, {@code 1i}, {@code 1u}, {@code t}. */
final class FieldValue {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int SAFE_DIGITS = 18;

  private FieldValue() {}

  static JsonNode of(byte[] bytes, int from, int to) throws BadLine {
    if (to - from > LooseValue.LONGEST_NUMBER) {
      throw bad();
    }
    var text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return switch (text) {
      case "t", "T", "true", "True", "TRUE" -> NODES.booleanNode(true);
      case "f", "F", "false", "False", "FALSE" -> NODES.booleanNode(false);
      default -> number(text);
    };
  }

  private static JsonNode number(String text) throws BadLine {
    if (text.endsWith("i")) {
      return whole(text.substring(0, text.length() - 1), true);
    }
    if (text.endsWith("u")) {
      return whole(text.substring(0, text.length() - 1), false);
    }
    if (text.isEmpty() || !isOfNumber(text)) {
      throw bad();
    }
    try {
      return NODES.numberNode(Double.parseDouble(text));
    } catch (NumberFormatException notOne) {
      throw bad();
    }
  }

  /** {@code Double.parseDouble} knows more forms than line protocol does. */
  private static boolean isOfNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static JsonNode whole(String text, boolean signed) throws BadLine {
    boolean negative = text.startsWith("-");
    var digits = negative ? text.substring(1) : text;
    if ((negative && !signed) || !isDigits(digits)) {
      throw bad();
    }
    if (digits.length() <= SAFE_DIGITS) {
      return NODES.numberNode(Long.parseLong(text));
    }
    var number = new BigInteger(text);
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(number.doubleValue());
  }

  private static BadLine bad() {
    return new BadLine("a field's value is no number, boolean or text in double quotes");
  }
}
