package io.sensormine.query.unit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosedDefinitionTest {
  private static final Set<String> DECLARED = Set.of("t", "at.lat", "at.deep.x", "a.b");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type": "object", "additionalProperties": false}                                                | true
          {"type": "object", "additionalProperties": false, "properties": {"t": {"type": "number"}}}       | true
          {"type": "object", "additionalProperties": false, "properties": {"a.b": {"type": "string"}}}     | true
          {"type": "object", "additionalProperties": false, "properties": {"t": {"type": ["number", "null"]}}} | true
          {"type": "object", "additionalProperties": false, "properties": {"t": {"type": "number"}}, "allOf": [{"required": ["t"]}]} | true
          {"type": "object", "additionalProperties": false, "properties": {"at": {"type": "object", "additionalProperties": false, "properties": {"lat": {"type": "number"}, "deep": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "boolean"}}}}}}} | true
          {}                                                                                               | false
          true                                                                                             | false
          {"type": "object", "properties": {"t": {"type": "number"}}}                                      | false
          {"additionalProperties": false, "properties": {"t": {"type": "number"}}}                         | false
          {"type": ["object", "array"], "additionalProperties": false}                                     | false
          {"type": "object", "additionalProperties": true}                                                 | false
          {"type": "object", "additionalProperties": {"type": "number"}}                                   | false
          {"type": "object", "additionalProperties": {"not": {}}}                                          | false
          {"type": "object", "unevaluatedProperties": false}                                               | false
          {"type": "object", "additionalProperties": false, "patternProperties": {"^x": {"type": "number"}}} | false
          {"type": "object", "additionalProperties": false, "properties": {"other": {"type": "number"}}}   | false
          {"type": "object", "additionalProperties": false, "properties": {"t": {}}}                       | false
          {"type": "object", "additionalProperties": false, "properties": {"t": true}}                     | false
          {"type": "object", "additionalProperties": false, "properties": {"t": {"type": []}}}             | false
          {"type": "object", "additionalProperties": false, "properties": {"t": {"$ref": "#/$defs/t"}}}    | false
          {"type": "object", "additionalProperties": false, "properties": {"t": {"type": "array"}}}        | false
          {"type": "object", "additionalProperties": false, "properties": {"t": {"type": ["number", "object"]}}} | false
          {"type": "object", "additionalProperties": false, "properties": {"at": {"type": "object", "properties": {"lat": {"type": "number"}}}}} | false
          {"type": "object", "additionalProperties": false, "properties": {"at": {"type": "object", "additionalProperties": false, "properties": {"lon": {"type": "number"}}}}} | false
          """)
  void tellsWhetherNothingUndeclaredIsAdmitted(String definition, boolean closed)
      throws JsonProcessingException {
    assertThat(ClosedDefinition.is(new ObjectMapper().readTree(definition), DECLARED))
        .isEqualTo(closed);
  }
}
