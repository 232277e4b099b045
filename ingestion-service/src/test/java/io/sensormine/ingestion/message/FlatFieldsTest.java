package io.sensormine.ingestion.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatFieldsTest {
  private static String json(Map<String, Object> values) {
    return new String(FlatFields.of(values).json(), StandardCharsets.UTF_8);
  }

  private static String json(Object value) {
    return json(Map.of("a", value));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "21.5, 21.5",
    "-21.05, -21.05",
    "0.0001, 0.0001",
    "-0.00010, -0.0001",
    "0.00001, 1.0E-5",
    "100, 100.0",
    "99999999999.9999, 99999999999.9999",
    "1e15, 1.0E15",
    "0.30000000000000004, 0.30000000000000004",
    "1.7976931348623157e308, 1.7976931348623157E308"
  })
  void writesTheShortestDecimalOfADouble(double value, String expected) {
    assertThat(json(value)).isEqualTo("{\"a\":" + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 9, 10, -1, 9_999_999_999L, 10_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
  void writesWholeNumbers(long value) {
    assertThat(json(value)).isEqualTo("{\"a\":" + value + "}");
  }

  @Test
  void keepsEveryDouble() throws IOException {
    var random = new Random(20_261_130);
    for (int round = 0; round < 200_000; round++) {
      double value =
          switch (round % 4) {
            case 0 -> Math.round(random.nextGaussian() * 1e6) / 100.0;
            case 1 -> random.nextLong() / 1e4;
            case 2 -> random.nextGaussian();
            default -> Double.longBitsToDouble(random.nextLong());
          };
      if (Double.isFinite(value)) {
        var written = new ObjectMapper().readTree(json(value)).get("a").asText();
        assertThat(Double.parseDouble(written)).as(written).isEqualTo(value + 0.0);
        assertThat(new BigDecimal(written).stripTrailingZeros().precision())
            .as(written)
            .isLessThanOrEqualTo(
                new BigDecimal(Double.toString(value)).stripTrailingZeros().precision());
      }
    }
  }

  @Test
  void givesBackWhatWasPut() throws IOException {
    var values = new LinkedHashMap<String, Object>();
    values.put("b.c.0", 1L);
    values.put("é\"\\\u0007", "\ud83d\ude00 \"quoted\" \\ \n\u007f");
    values.put("a", -2.5);
    values.put("", "");
    values.put("long", "x".repeat(1_000));
    values.put("on", true);
    values.put("off", false);
    assertThat(FlatFields.of(values).values()).containsExactlyEntriesOf(values);
    JsonNode tree = new ObjectMapper().readTree(json(values));
    assertThat(tree.get("é\"\\\u0007").textValue()).isEqualTo(values.get("é\"\\\u0007"));
    assertThat(json(Map.of())).isEqualTo("{}");
  }
}
