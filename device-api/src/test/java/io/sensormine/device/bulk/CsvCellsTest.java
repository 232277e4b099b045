package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.device.attribute.AttributeType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvCellsTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final CsvCells CELLS = new CsvCells(JSON);

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  private static List<@Nullable AttributeType> typesOfText() {
    var types = new ArrayList<@Nullable AttributeType>();
    types.add(null);
    types.addAll(
        List.of(
            AttributeType.TEXT,
            AttributeType.ENUM,
            AttributeType.DATE,
            AttributeType.EMAIL,
            AttributeType.URL));
    return types;
  }

  @Test
  void readsACellByWhatTheTypeSays() throws JsonProcessingException {
    assertThat(CELLS.value("007", AttributeType.TEXT)).isEqualTo(TextNode.valueOf("007"));
    assertThat(CELLS.value("7", AttributeType.TEXT)).isEqualTo(TextNode.valueOf("7"));
    assertThat(CELLS.value("true", AttributeType.TEXT)).isEqualTo(TextNode.valueOf("true"));
    assertThat(CELLS.value("7", AttributeType.INTEGER)).isEqualTo(json("7"));
    assertThat(CELLS.value("-7.25e3", AttributeType.NUMBER)).isEqualTo(json("-7.25e3"));
    assertThat(CELLS.value("true", AttributeType.BOOLEAN)).isEqualTo(json("true"));
    // what is none stays text, for the check to refuse
    assertThat(CELLS.value("007", AttributeType.INTEGER).isTextual()).isTrue();
    assertThat(CELLS.value("1", AttributeType.BOOLEAN).isTextual()).isTrue();
    assertThat(CELLS.value("NaN", AttributeType.NUMBER).isTextual()).isTrue();
    assertThat(CELLS.value("1e9999999999", AttributeType.NUMBER).isTextual()).isTrue();
    assertThat(CELLS.value("1e-9999999999", AttributeType.NUMBER).isTextual()).isTrue();
  }

  @Test
  void readsACellOfAnUndefinedAttributeByItself() throws JsonProcessingException {
    assertThat(CELLS.value("1.50", null)).isEqualTo(json("1.50"));
    assertThat(CELLS.value("false", null)).isEqualTo(json("false"));
    assertThat(CELLS.value("\"1.50\"", null)).isEqualTo(TextNode.valueOf("1.50"));
    assertThat(CELLS.value("\"a\\u0041\"", null)).isEqualTo(TextNode.valueOf("aA"));
    for (var text : List.of("007", "+1", " 1", "True", "\"", "\"a", "\"a\" \"b\"", "=1+1", "1e")) {
      assertThat(CELLS.value(text, null)).as(text).isEqualTo(TextNode.valueOf(text));
    }
  }

  @Test
  void bringsEveryTextBackAsItWas() {
    for (var type : typesOfText()) {
      for (var text :
          List.of(
              "",
              "a",
              " a ",
              "1",
              "-0.5e7",
              "007",
              "true",
              "false",
              "null",
              "\"",
              "\"\"",
              "\"a\"",
              "\"\\\"\"",
              "a\\",
              "\\;",
              "=SUM(A1)",
              "+1",
              "-1",
              "@x",
              "ä,ö;\u2028\uD83D\uDE00",
              "[1]")) {
        var value = TextNode.valueOf(text);
        var cell = CELLS.cell(value, type);
        assertThat(cell).isNotEmpty();
        assertThat(CELLS.value(cell, type)).as("%s of %s", cell, type).isEqualTo(value);
      }
    }
    // and leaves alone what would not be misread
    assertThat(CELLS.cell(TextNode.valueOf("007"), null)).isEqualTo("007");
    assertThat(CELLS.cell(TextNode.valueOf("1"), AttributeType.TEXT)).isEqualTo("1");
    assertThat(CELLS.cell(TextNode.valueOf("1"), null)).isEqualTo("\"1\"");
    assertThat(CELLS.cell(TextNode.valueOf("1"), AttributeType.NUMBER)).isEqualTo("\"1\"");
  }

  @Test
  void bringsEveryNumberBackInPlainDigits() throws JsonProcessingException {
    for (var number :
        List.of(
            "0", "1", "-1.5", "1e2", "1e-7", "9".repeat(308), "0." + "1".repeat(399), "1e308")) {
      var value = json(number);
      var cell = CELLS.cell(value, null);
      assertThat(cell).matches("-?[0-9.]+");
      assertThat(CELLS.value(cell, null).decimalValue()).isEqualByComparingTo(value.decimalValue());
      assertThat(CELLS.value(cell, AttributeType.NUMBER).isNumber()).isTrue();
    }
  }

  @Test
  void bringsEveryCoordinateBackExactly() {
    for (var degrees : List.of(0.0, -0.0, 52.5, -179.99999999999997, 1e-5, 4.9e-324, 0.1 + 0.2)) {
      var cell = CsvCells.cell(degrees);
      assertThat(cell).matches("-?[0-9]+(\\.[0-9]+)?");
      assertThat(CsvCells.coordinate(cell)).contains(degrees);
    }
    assertThat(CsvCells.cell((Double) null)).isEmpty();
    for (var bad : List.of("NaN", "Infinity", "1d", "0x1p3", " 1", "1,5", "")) {
      assertThat(CsvCells.coordinate(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void bringsEveryTagBack() {
    for (var tags :
        List.of(
            List.of("a"), List.of("a", "b"), List.of("a;b", "c\\"), List.of("\\;", ";", "\\"))) {
      assertThat(CsvCells.tags(CsvCells.cell(tags))).contains(tags);
    }
    assertThat(CsvCells.tags("a\\nb")).isEmpty();
    assertThat(CsvCells.tags("a\\")).isEmpty();
  }
}
