package io.sensormine.device.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import io.sensormine.kit.problem.Violation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeValuesTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type": "number", "min": 0, "max": 1.5}    | 1.5             | ok
          {"type": "number", "min": 0, "max": 1.5}    | 1.51            | above-max
          {"type": "number", "min": 0}                | -0.1            | below-min
          {"type": "number"}                          | "1"             | wrong-type
          {"type": "number"}                          | 1e999           | number-out-of-range
          {"type": "number"}                          | 1e-99999        | number-out-of-range
          {"type": "integer"}                         | 7.0             | ok
          {"type": "integer"}                         | 7.5             | wrong-type
          {"type": "boolean"}                         | true            | ok
          {"type": "boolean"}                         | 1               | wrong-type
          {"type": "text", "min": 2, "max": 3}        | "ab"            | ok
          {"type": "text", "min": 2}                  | "a"             | below-min
          {"type": "text", "max": 3}                  | "abcd"          | above-max
          {"type": "text", "pattern": "^[A-Z]+$"}     | "ABC"           | ok
          {"type": "text", "pattern": "^[A-Z]+$"}     | "abc"           | pattern
          {"type": "text", "pattern": "^(a+)+$"}      | "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" | pattern
          {"type": "text"}                            | "a\\u0000b"     | text-not-storable
          {"type": "text"}                            | "\\ud800"       | text-not-storable
          {"type": "text"}                            | ["a"]           | wrong-type
          {"type": "date"}                            | "2026-02-28"    | ok
          {"type": "date"}                            | "2026-02-30"    | not-a-date
          {"type": "enum", "options": ["a", "b"]}     | "b"             | ok
          {"type": "enum", "options": ["a", "b"]}     | "B"             | not-an-option
          {"type": "email"}                           | "a@example.org" | ok
          {"type": "email"}                           | "a.example.org" | not-an-email
          {"type": "url"}                             | "https://example.org/x" | ok
          {"type": "url"}                             | "javascript:alert(1)"   | not-a-url
          """)
  void judgesAValueByItsDefinition(String definition, String value, String expected)
      throws JsonProcessingException {
    var result =
        check("[" + definition.replace("{", "{\"name\": \"x\", ") + "]", "{\"x\": " + value + "}");
    var found = result.violations().stream().map(Violation::code).findFirst().orElse("ok");
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void namesSomeOfTheAttributesThatThereAre() throws JsonProcessingException {
    assertThat(unknownBeside(20)).endsWith("it has a10, a11, " + range(12, 30) + ".");
    assertThat(unknownBeside(22)).endsWith("it has a10, a11, " + range(12, 30) + " and 2 more.");
  }

  private static String range(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "a" + i).collect(Collectors.joining(", "));
  }

  private static String unknownBeside(int attributes) throws JsonProcessingException {
    var definitions =
        IntStream.range(10, 10 + attributes)
            .mapToObj(i -> "{\"name\": \"a%d\", \"type\": \"text\"}".formatted(i))
            .collect(Collectors.joining(",", "[", "]"));
    return check(definitions, "{\"x\": 1}").violations().getFirst().message();
  }

  @Test
  void asksForWhatIsRequired() throws JsonProcessingException {
    var result = check("[{\"name\": \"a/b\", \"type\": \"text\", \"required\": true}]", "{}");
    assertThat(result.violations()).extracting(Violation::path).containsExactly("/attributes/a~1b");
    assertThat(result.violations()).extracting(Violation::code).containsExactly("required");
  }

  @Test
  void takesANullForNothing() throws JsonProcessingException {
    var result =
        check("[{\"name\": \"a\", \"type\": \"text\", \"required\": true}]", "{\"a\": null}");
    assertThat(result.violations()).extracting(Violation::code).containsExactly("required");
  }

  @Test
  void givesTheDefaultWhereThereIsNone() throws JsonProcessingException {
    var definitions =
        "[{\"name\": \"a\", \"type\": \"integer\", \"required\": true, \"default\": 3}]";
    assertThat(check(definitions, "{}").values()).containsEntry("a", IntNode.valueOf(3));
    assertThat(check(definitions, "{\"a\": 4}").values()).containsEntry("a", IntNode.valueOf(4));
  }

  @Test
  void refusesWhatATypeWithDefinitionsDoesNotKnow() throws JsonProcessingException {
    var result = check("[{\"name\": \"a\", \"type\": \"text\"}]", "{\"b\": \"x\"}");
    assertThat(result.violations())
        .extracting(Violation::code)
        .containsExactly("unknown-attribute");
  }

  @Test
  void takesAnyScalarWhereTheTypeDefinesNothing() throws JsonProcessingException {
    assertThat(check("[]", "{\"a\": 1, \"b\": \"x\", \"c\": true}").violations()).isEmpty();
    assertThat(check("[]", "{\"a\": {}}").violations()).hasSize(1);
  }

  private static AttributeValues check(String definitions, String values)
      throws JsonProcessingException {
    return AttributeValues.of(
        CompiledAttributes.of(
            JSON.readValue(definitions, new TypeReference<List<AttributeDefinition>>() {})),
        JSON.readValue(values, new TypeReference<Map<String, JsonNode>>() {}),
        65_536);
  }
}
