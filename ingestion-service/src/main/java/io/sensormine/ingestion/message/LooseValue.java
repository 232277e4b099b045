package io.sensormine.ingestion.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.contracts.registry.FieldType;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text stands for, where a form has texts only: the schema's declared type decides. Of an
 * undeclared field, what JSON writes as a number is one, {@code true} and {@code false} are
 * booleans, and all else is text.
 */
public final class LooseValue {
  /** How many characters a number may have: to read a whole one takes their square in time. */
  public static final int LONGEST_NUMBER = 1_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final int SAFE_LENGTH = 18;

  private LooseValue() {}

  /** A text that cannot be what is declared stays text, so that the schema refuses it. */
  public static JsonNode of(String text, @Nullable FieldType declared) {
    return switch (declared) {
      case STRING -> NODES.textNode(text);
      case NUMBER, INTEGER -> number(text);
      case BOOLEAN -> bool(text);
      case null -> isBoolean(text) ? bool(text) : number(text);
    };
  }

  private static boolean isBoolean(String text) {
    return text.equals("true") || text.equals("false");
  }

  private static JsonNode bool(String text) {
    return isBoolean(text) ? NODES.booleanNode(text.equals("true")) : NODES.textNode(text);
  }

  private static JsonNode number(String text) {
    if (text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
      return NODES.textNode(text);
    }
    if (!WHOLE.matcher(text).matches()) {
      return NODES.numberNode(Double.parseDouble(text));
    }
    if (text.length() <= SAFE_LENGTH) {
      return NODES.numberNode(Long.parseLong(text));
    }
    var number = new BigInteger(text);
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(number.doubleValue());
  }
}
