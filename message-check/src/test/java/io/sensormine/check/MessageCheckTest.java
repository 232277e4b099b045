package io.sensormine.check;

import static io.sensormine.check.Json.byDouble;
import static io.sensormine.check.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCheckTest {
  private static final MessageCheck CHECK =
      MessageCheck.by(
          json(
              """
              {'$id': 'https://example.com/s', 'type': 'object', 'required': ['t'],
               'additionalProperties': false, 'properties': {
                 't': {'type': 'number', 'unit': 'Cel', 'maximum': 100},
                 'a/b~': {'$ref': '#/$defs/at'}},
               '$defs': {'at': {'type': 'object', 'properties': {'x': {'type': 'integer'}}}}}
              """));

  /** Of one value, by the compiled rules and by the library. */
  private static boolean accepts(String schema, JsonNode value) {
    var check = MessageCheck.by(json(schema));
    assertThat(check.isCompiled()).isTrue();
    assertThat(check.explained(value).isEmpty()).as("library").isEqualTo(check.accepts(value));
    return check.accepts(value);
  }

  @Test
  void findsNothingInAMessageThatKeepsTheSchema() {
    var message = json("{'t': 21.5, 'a/b~': {'x': 1.0}}");
    assertThat(CHECK.accepts(message)).isTrue();
    assertThat(CHECK.findings(message)).isEmpty();
  }

  @Test
  void pointsAtWhatIsWrongAndNamesTheKeywordAndTheProperty() {
    var message = json("{'t': 100.5, 'a/b~': {'x': 'a'}, 'colour': 1}");
    assertThat(CHECK.accepts(message)).isFalse();
    assertThat(CHECK.findings(message))
        .extracting(Finding::path, Finding::keyword, Finding::property)
        .containsExactlyInAnyOrder(
            tuple("/t", "maximum", null),
            tuple("/a~1b~0/x", "type", null),
            tuple("", "additionalProperties", "colour"));
    assertThat(CHECK.findings(json("{}")))
        .extracting(Finding::path, Finding::keyword, Finding::property)
        .containsExactly(tuple("", "required", "t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'anyOf': [{}]}",
        "{'properties': {'a': {'not': {}}}}",
        "{'allOf': [{'uniqueItems': true}]}",
        "{'properties': {'a': {'$ref': '#/$defs/a'}}, '$defs': {'a': {'patternProperties': {}}}}"
      })
  void leavesWhatItHasNoRuleForToTheLibrary(String schema) {
    assertThat(MessageCheck.by(json(schema)).isCompiled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'title': 'x', 'format': 'date', 'unit': 'Cel', 'x-time': true, 'examples': [{'not': 1}]}",
        "{'properties': {'not': {'const': {'anyOf': 1}}}, '$defs': {'a': {'anyOf': [{}]}}}",
        "{'properties': {'a': {'$ref': '#n'}}, '$defs': {'x y': {'$anchor': 'n'}}}"
      })
  void compilesWhatAssertsNothingBeyondItsRules(String schema) {
    assertThat(MessageCheck.by(json(schema)).isCompiled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type': 'integer'}            | 1.0",
        "{'type': 'integer'}            | 1e400",
        "{'type': 'integer'}            | 1e999999999",
        "{'minimum': 1}                 | 1e999999999",
        "{'maximum': 0}                 | -1e999999999",
        "{'exclusiveMinimum': 0}        | 1e-999999999",
        "{'multipleOf': 0.01}           | 0.29",
        "{'multipleOf': 0.1}            | 0.3",
        "{'multipleOf': 5}              | 1e999999999",
        "{'const': 1}                   | 1.0",
        "{'enum': [[1, {'a': 2.50}]]}   | [1.0, {'a': 2.5}]",
        "{'enum': [0.1]}                | 0.10",
        "{'const': 1, 'enum': [1.0, 2]} | 1",
        "{'minimum': 0.1}               | 0.1",
        "{'maxLength': 1e10}            | 'a'",
        "{'maxLength': 1}               | '😀'",
        "{'$ref': '#/$defs/a', '$defs': {'a': {'type': 'object', 'enum': [{}]}}} | {}"
      })
  void accepts(String schema, String value) {
    assertThat(accepts(schema, json(value))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type': 'integer'}                   | 1.5",
        "{'type': 'integer'}                   | 1e-999999999",
        "{'type': 'integer', 'maximum': 100}   | 1e64",
        "{'type': 'integer', 'minimum': 0}     | -18446744073709551616",
        "{'multipleOf': 2}                     | 9007199254740993",
        "{'multipleOf': 7}                     | 1e999999999",
        "{'multipleOf': 0.1}                   | 1e-999999999",
        "{'enum': [1]}                         | 1e999999999",
        "{'const': 'a'}                        | 1e999999999",
        "{'const': 0}                          | false",
        "{'minimum': 0.10000000000000000001}   | 0.1",
        "{'minLength': 1e10}                   | 'a'",
        "{'minLength': 2}                      | '😀'",
        "{'required': ['a']}                   | {'b': 1}",
        "{'items': false}                      | [1]",
        "{'$ref': '#/$defs/a', '$defs': {'a': {'type': 'object', 'enum': [1]}}} | 1"
      })
  void refuses(String schema, String value) {
    assertThat(accepts(schema, json(value))).isFalse();
  }

  @Test
  void takesADoubleForTheShortestDecimalThatStandsForIt() {
    assertThat(accepts("{'maximum': 0.3}", byDouble("0.3"))).isTrue();
    assertThat(accepts("{'const': 0.1}", byDouble("0.1"))).isTrue();
    assertThat(accepts("{'multipleOf': 0.01}", byDouble("19.99"))).isTrue();
    assertThat(accepts("{'maximum': 0.3}", DoubleNode.valueOf(Math.nextUp(0.3)))).isFalse();
    assertThat(accepts("{'exclusiveMaximum': 0}", byDouble("-0.0"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void takesAnInfiniteDoubleForANumberBeyondAllOthers(double infinite) {
    var value = JsonNodeFactory.instance.numberNode(infinite);
    assertThat(accepts("{'type': 'number'}", value)).isTrue();
    assertThat(accepts("{'minimum': -1e308, 'maximum': 1e308}", value)).isFalse();
    assertThat(accepts("{'enum': [1]}", value)).isFalse();
    assertThat(accepts("{'multipleOf': 7}", value)).isFalse();
  }

  @Test
  void comparesNumbersByValueWhereTheLibraryAloneChecks() {
    var check = MessageCheck.by(json("{'uniqueItems': true}"));
    assertThat(check.accepts(json("[1, 1.0]"))).isFalse();
    assertThat(check.accepts(json("[1, 1.5, '1']"))).isTrue();
  }

  @Test
  void leavesDefinitionAndMessageAsTheyAre() {
    var definition = json("{'$id': 'x', 'minimum': 1.5, 'maxLength': 1e10}");
    var message = json("{'a': 1, 'b': 1.5}");
    MessageCheck.by(definition).findings(message);
    assertThat(definition).isEqualTo(json("{'$id': 'x', 'minimum': 1.5, 'maxLength': 1e10}"));
    assertThat(message).isEqualTo(json("{'a': 1, 'b': 1.5}"));
  }

  @Test
  void asksForUniqueItemsOfArraysOnly() {
    var check =
        MessageCheck.by(
            json("{'type': ['array', 'object'], 'uniqueItems': true, 'allOf': [true]}"));
    assertThat(check.accepts(json("{'a': 1, 'b': 1}"))).isTrue();
    assertThat(check.accepts(json("[1, 2]"))).isTrue();
    assertThat(check.accepts(json("[1, 1.0]"))).isFalse();
  }

  @Test
  void asksForContainedItemsOfArraysOnlyAlsoWhereNoCountWillDo() {
    var none = MessageCheck.by(json("{'contains': {'type': 'string'}, 'maxContains': 0}"));
    assertThat(none.accepts(json("'b'"))).isTrue();
    assertThat(none.accepts(json("{}"))).isTrue();
    assertThat(none.accepts(json("[]"))).isFalse();
    var object =
        MessageCheck.by(
            json(
                "{'type': 'object', 'contains': {'type': 'string'}, 'minContains': 2,"
                    + " 'maxContains': 1}"));
    assertThat(object.accepts(json("{}"))).isTrue();
  }
}
