package io.sensormine.registry.definition;

import static io.sensormine.registry.definition.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sensormine.kit.problem.Violation;
import org.junit.jupiter.api.Test;

class MessageCheckTest {
  private static final MessageCheck CHECK =
      MessageCheck.by(
          json(
              """
              {'$id': 'https://example.com/s', 'type': 'object', 'required': ['t'],
               'additionalProperties': false, 'properties': {
                 't': {'type': 'number', 'unit': 'Cel', 'maximum': 100},
                 'at': {'$ref': '#/$defs/at'}},
               '$defs': {'at': {'type': 'object', 'properties': {'x': {'type': 'integer'}}}}}
              """));

  @Test
  void findsNothingInAValidMessage() {
    assertThat(CHECK.violations(json("{'t': 21.5, 'at': {'x': 1.0}}"))).isEmpty();
  }

  @Test
  void pointsAtWhatIsWrongAndNamesTheRule() {
    assertThat(CHECK.violations(json("{'t': 100.5, 'at': {'x': 'a'}}")))
        .extracting(Violation::path, Violation::code)
        .containsExactly(tuple("/at/x", "type"), tuple("/t", "maximum"));
  }

  @Test
  void namesMissingAndUnknownPropertiesInItsMessage() {
    var violation = CHECK.violations(json("{'colour': 1}"));
    assertThat(violation).hasSize(1);
    assertThat(CHECK.violations(json("{}")).getFirst().message()).contains("'t'");
    assertThat(CHECK.violations(json("{'t': 1, 'colour': 1}")).getFirst())
        .satisfies(found -> {
          assertThat(found.code()).isEqualTo("additional-properties");
          assertThat(found.message()).contains("'colour'");
        });
  }
}
