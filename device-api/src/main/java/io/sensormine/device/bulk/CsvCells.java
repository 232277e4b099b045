package io.sensormine.device.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.device.attribute.AttributeType;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as cells of a CSV file, and back. No cell is trimmed; an empty one is no value. */
@Singleton
final class CsvCells {
  // with longer exponents, BigDecimal fails
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,9})?");
  // what JSON readers take, and more than an attribute may have
  private static final int MAX_NUMBER_LENGTH = 900;

  private final ObjectReader json;

  CsvCells(ObjectMapper json) {
    this.json = json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * The value of an attribute.
   *
   * @param cell not empty
   * @param type what the device type says of it; null where it says nothing, so that the cell does
   */
  JsonNode value(String cell, @Nullable AttributeType type) {
    if (isNumber(type) && isNumber(cell)) {
      return number(cell);
    }
    if ((type == null || type == AttributeType.BOOLEAN)
        && (cell.equals("true") || cell.equals("false"))) {
      return BooleanNode.valueOf(cell.equals("true"));
    }
    return TextNode.valueOf(literal(cell).orElse(cell));
  }

  /** The cell that is read as this value again. */
  String cell(JsonNode value, @Nullable AttributeType type) {
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    if (!value.isTextual()) {
      return value.asText();
    }
    var text = value.textValue();
    return !text.isEmpty() && value.equals(value(text, type)) ? text : value.toString();
  }

  /** A coordinate; empty where the cell is no number. */
  static Optional<Double> coordinate(String cell) {
    return isNumber(cell) ? Optional.of(Double.valueOf(cell)) : Optional.empty();
  }

  /** The cell that is read as this coordinate again, in plain digits. */
  static String cell(@Nullable Double coordinate) {
    if (coordinate == null) {
      return "";
    }
    // the only number that BigDecimal does not know
    return coordinate.equals(-0.0)
        ? "-0"
        : new BigDecimal(coordinate.toString()).stripTrailingZeros().toPlainString();
  }

  /** The tags of a cell; empty where a backslash escapes nothing. */
  static Optional<List<String>> tags(String cell) {
    var tags = new ArrayList<String>();
    var tag = new StringBuilder();
    for (int i = 0; i < cell.length(); i++) {
      char next = cell.charAt(i);
      if (next == '\\') {
        i++;
        if (i == cell.length() || (cell.charAt(i) != '\\' && cell.charAt(i) != ';')) {
          return Optional.empty();
        }
        tag.append(cell.charAt(i));
      } else if (next == ';') {
        tags.add(tag.toString());
        tag.setLength(0);
      } else {
        tag.append(next);
      }
    }
    tags.add(tag.toString());
    return Optional.of(tags);
  }

  /** The cell that is read as these tags again. */
  static String cell(List<String> tags) {
    return tags.stream()
        .map(tag -> tag.replace("\\", "\\\\").replace(";", "\\;"))
        .collect(Collectors.joining(";"));
  }

  private static boolean isNumber(@Nullable AttributeType type) {
    return type == null || type == AttributeType.NUMBER || type == AttributeType.INTEGER;
  }

  private static boolean isNumber(String cell) {
    return cell.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(cell).matches();
  }

  private JsonNode number(String cell) {
    try {
      return json.readTree(cell);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a JSON string literal says; empty where the cell is none. */
  private Optional<String> literal(String cell) {
    if (cell.length() < 2 || cell.charAt(0) != '"' || cell.charAt(cell.length() - 1) != '"') {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(json.readTree(cell).textValue());
    } catch (JsonProcessingException notOne) {
      return Optional.empty();
    }
  }
}
