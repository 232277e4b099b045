package io.sensormine.ingestion.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.contracts.registry.FieldType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LooseValueTest {
  private static final IngestionLimits LIMITS =
      new IngestionLimits(1 << 20, 100, 3, 1 << 16, 10, 3, 12, Duration.ZERO, 10, 10);

  @Test
  void takesWhatLooksLikeJsonForThatWhereNothingIsDeclared() {
    var values =
        Map.of(
            "21.5", "21.5",
            "-0", "0",
            "1e3", "1000.0",
            "9007199254740993", "9007199254740993",
            "9223372036854775808", "9.223372036854776E18",
            "true", "true",
            "false", "false");
    values.forEach(
        (text, json) -> assertThat(LooseValue.of(text, null)).as(text).hasToString(json));
    for (var text :
        new String[] {"007", "1,5", "+1", ".5", "1.", "TRUE", " 1", "NaN", "0x1", "null"}) {
      assertThat(LooseValue.of(text, null).textValue()).isEqualTo(text);
    }
  }

  @Test
  void goesByTheDeclaredTypeAndLeavesWhatIsNoneOfItText() {
    assertThat(LooseValue.of("12", FieldType.STRING)).hasToString("\"12\"");
    assertThat(LooseValue.of("true", FieldType.STRING)).hasToString("\"true\"");
    assertThat(LooseValue.of("12", FieldType.INTEGER)).hasToString("12");
    assertThat(LooseValue.of("true", FieldType.NUMBER)).hasToString("\"true\"");
    assertThat(LooseValue.of("true", FieldType.BOOLEAN)).hasToString("true");
    assertThat(LooseValue.of("1", FieldType.BOOLEAN)).hasToString("\"1\"");
  }

  @Test
  void givesUpOnNumbersThatTakeLongToRead() {
    assertThat(LooseValue.of("9".repeat(1_000), null).isDouble()).isTrue();
    assertThat(LooseValue.of("9".repeat(100_000), null).isTextual()).isTrue();
  }

  @Test
  void nestsPathsButThoseThatLeadThroughAnotherField() {
    var fields = new LinkedHashMap<String, com.fasterxml.jackson.databind.JsonNode>();
    for (var path : new String[] {"a.b", "a.c.d", "e.f", "e", "g..h", ".i", "j.", "a.b.k"}) {
      fields.put(path, JsonNodeFactory.instance.numberNode(fields.size()));
    }
    assertThat(FieldTree.of(fields, LIMITS))
        .hasToString(
            "{\"a\":{\"b\":0,\"c\":{\"d\":1}},\"e.f\":2,\"e\":3,\"g..h\":4,\".i\":5,\"j.\":6,"
                + "\"a.b.k\":7}");
  }

  @Test
  void nestsNoDeeperThanAMessageMay() {
    var fields = new LinkedHashMap<String, com.fasterxml.jackson.databind.JsonNode>();
    for (var path : new String[] {"a.b.c", "a.b.d.e", "bcdefghijkl.m", "n.".repeat(50_000) + "o"}) {
      fields.put(path, JsonNodeFactory.instance.numberNode(fields.size()));
    }
    assertThat(FieldTree.of(fields, LIMITS))
        .hasToString(
            "{\"a\":{\"b\":{\"c\":0}},\"a.b.d.e\":1,\"bcdefghijkl.m\":2,\"%so\":3}"
                .formatted("n.".repeat(50_000)));
  }
}
