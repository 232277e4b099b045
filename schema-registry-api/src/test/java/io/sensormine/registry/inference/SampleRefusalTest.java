package io.sensormine.registry.inference;

import static io.sensormine.registry.inference.Inferring.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                         | /s            | not-an-object",
        "null                       | /s            | not-an-object",
        "{'a': {'b.c': 1}}          | /s/a/b.c      | property-name",
        "{'': 1}                    | /s/           | property-name",
        "{'a': [0, 1e400]}          | /s/a/1        | number-out-of-range",
        "{'a': 1e-400}              | /s/a          | number-out-of-range",
        "{'a\\u0000': 1}            | /s            | text-not-storable",
        "{'fields': {'a.b': 1}}     | /s/fields/a.b | property-name",
        "{'a': {'b': {'c': [[1]]}}} | /s/a/b/c/0    | too-deep",
      })
  void refusesASampleThatMakesNoDefinition(String sample, String path, String code) {
    var inference = new Inference(new InferenceLimits(1, 1, 4, 1));
    assertThat(refusal(inference, sample)).isEqualTo(path + " " + code);
    assertThat(inference.samples()).isZero();
  }

  @Test
  void refusesMoreSamplesThanItMayTake() {
    var inference = new Inference(new InferenceLimits(2, 10, 4, 1));
    assertThat(refusal(inference, "{}")).isEmpty();
    assertThat(inference.isFull()).isFalse();
    assertThat(refusal(inference, "{}")).isEmpty();
    assertThat(inference.isFull()).isTrue();
    assertThat(refusal(inference, "{}")).isEqualTo("/s too-many-samples");
  }

  @Test
  void refusesMorePropertiesThanItMayTakeWhereverTheyAre() {
    var inference = new Inference(new InferenceLimits(9, 3, 4, 1));
    assertThat(refusal(inference, "{'a': 1, 'b': [{'c': 1}, {'c': 2}]}")).isEmpty();
    assertThat(refusal(inference, "{'a': 1}")).isEmpty();
    assertThat(inference.isFull()).isFalse();
    assertThat(refusal(inference, "{'b': [{'d': 1}]}")).isEqualTo("/s too-many-properties");
    assertThat(inference.isFull()).isTrue();
  }

  @Test
  void countsThePropertiesOfWhatItHasTakenInFromAnother() {
    var inference = new Inference(new InferenceLimits(9, 3, 4, 1));
    var other = new Inference(new InferenceLimits(9, 3, 4, 1));
    assertThat(refusal(inference, "{'a': 1, 'b': 1}")).isEmpty();
    assertThat(refusal(other, "{'b': 1, 'c': 1}")).isEmpty();
    inference.add(other);
    assertThat(refusal(inference, "{'a': 1, 'b': 1, 'c': 1}")).isEmpty();
    assertThat(refusal(inference, "{'d': 1}")).isEqualTo("/s too-many-properties");
  }

  private static String refusal(Inference inference, String sample) {
    var violation = inference.add(json(sample), JsonPointer.compile("/s"));
    return violation == null ? "" : violation.path() + " " + violation.code();
  }
}
