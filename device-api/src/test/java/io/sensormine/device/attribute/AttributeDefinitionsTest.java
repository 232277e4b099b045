package io.sensormine.device.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeDefinitionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "type": "number", "min": 1, "max": 1       | none
          "type": "number", "min": 2, "max": 1       | /attributes/0/max empty-range
          "type": "number", "min": 1e999             | /attributes/0/min number-out-of-range
          "type": "text", "min": -1                  | /attributes/0/min not-a-length
          "type": "boolean", "min": 1                | /attributes/0/min not-for-this-type
          "type": "number", "pattern": "a"           | /attributes/0/pattern not-for-this-type
          "type": "text", "pattern": "("             | /attributes/0/pattern not-a-pattern
          "type": "text", "pattern": "(a+)+$"        | none
          "type": "enum"                             | /attributes/0/options required
          "type": "enum", "options": ["a", "a"]      | /attributes/0/options duplicate-option
          "type": "text", "options": ["a"]           | /attributes/0/options not-for-this-type
          "type": "enum", "options": ["a"], "default": "b" | /attributes/0/default not-an-option
          "type": "integer", "default": 1            | none
          """)
  void judgesADefinition(String definition, String expected) throws JsonProcessingException {
    assertThat(check("[{\"name\": \"x\", " + definition + "}]")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = "`[{\"name\":\"x\",\"type\":\"text\"},{\"name\":\"x\",\"type\":\"date\"}]`")
  void refusesANameTwice(String definitions) throws JsonProcessingException {
    assertThat(check(definitions)).isEqualTo("/attributes/1/name duplicate-name");
  }

  private static String check(String definitions) throws JsonProcessingException {
    var read =
        JsonMapper.builder()
            .build()
            .readValue(definitions, new TypeReference<List<AttributeDefinition>>() {});
    return AttributeDefinitions.check(read).stream()
        .map(violation -> violation.path() + " " + violation.code())
        .findFirst()
        .orElse("none");
  }
}
