package io.sensormine.registry.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.check.MessageCheck;
import io.sensormine.registry.definition.Checked;
import io.sensormine.registry.definition.DefinitionLimits;
import io.sensormine.registry.definition.Definitions;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever the samples are. */
class AnySamplesTest {
  private final Definitions definitions =
      new Definitions(
          new DefinitionLimits(262_144, 64, 10_000, 1_000, 1_048_576, 1),
          (name, version) -> Optional.empty());

  static IntStream seeds() {
    return IntStream.range(0, 500);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepTheDefinition(int seed) {
    var samples = RandomSamples.of(seed);
    var definition = Inferring.inference(samples).definition();
    assertThat(definitions.check(definition))
        .as("%s", definition)
        .isInstanceOf(Checked.Accepted.class);
    var check = MessageCheck.by(definition);
    for (var sample : samples) {
      assertThat(check.findings(RandomSamples.withoutNulls(sample)))
          .as("%s by %s", sample, definition)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void giveTheSameInTwoHalvesAsInOneGo(int seed) {
    var samples = RandomSamples.of(seed);
    int cut = Math.floorMod(seed, samples.size() + 1);
    var halves = Inferring.inference(samples.subList(0, cut));
    halves.add(Inferring.inference(samples.subList(cut, samples.size())));
    assertThat(halves.definition())
        .hasToString(Inferring.inference(samples).definition().toString());
  }
}
