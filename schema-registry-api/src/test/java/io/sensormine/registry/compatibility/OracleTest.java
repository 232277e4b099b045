package io.sensormine.registry.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.check.MessageCheck;
import io.sensormine.check.MetaSchema;
import io.sensormine.check.testing.RandomDocuments;
import io.sensormine.check.testing.RandomSchemas;
import io.sensormine.registry.containment.Containment;
import io.sensormine.registry.containment.Effort;
import io.sensormine.registry.shape.Normaliser;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Verdicts against brute force: what is called compatible is tried with random messages by the
 * validation library, which knows nothing of shapes. {@code -Dsensormine.oracle.pairs} asks for
 * more.
 */
class OracleTest {
  private static final int PAIRS = Integer.getInteger("sensormine.oracle.pairs", 2_500);
  private static final int FIRST = Integer.getInteger("sensormine.oracle.seed", 1);
  private static final int MESSAGES = 60;

  private int fitting;
  private int breaking;
  private int shown;

  @Test
  void findsNoMessageThatContradictsAVerdict(TestReporter reporter) {
    for (int seed = FIRST; seed < FIRST + PAIRS; seed++) {
      var random = new SplittableRandom(seed);
      var definition = definition(random);
      var changed = new RandomChanges(random).of(definition);
      if (isDefinition(definition) && isDefinition(changed)) {
        judge(seed, definition, changed, random);
        judge(seed, changed, definition, random);
      }
    }
    reporter.publishEntry(
        "oracle",
        "%,d comparisons fit, %,d break; %,d of those shown by a message"
            .formatted(fitting, breaking, shown));
    assertThat(fitting).isGreaterThan(PAIRS / 4);
    // else the verdicts would be true, and of no use
    assertThat(shown).isGreaterThan(breaking * 8 / 10).isGreaterThan(PAIRS / 5);
  }

  private void judge(int seed, JsonNode writer, JsonNode reader, RandomGenerator random) {
    var gaps =
        Containment.of(false, new Effort(50_000))
            .gaps(Normaliser.shape(writer), Normaliser.shape(reader));
    var writes = MessageCheck.by(writer);
    var reads = MessageCheck.by(reader);
    boolean isShown = false;
    for (int left = gaps.isEmpty() ? MESSAGES : 2 * MESSAGES; left > 0 && !isShown; left--) {
      var message = RandomDocuments.of(random.nextBoolean() ? writer : reader, random);
      if (writes.accepts(message) && !reads.accepts(message)) {
        assertThat(gaps)
            .as("seed %d: %s%nfits %s%nand not %s", seed, message, writer, reader)
            .isNotEmpty();
        isShown = true;
      }
    }
    fitting += gaps.isEmpty() ? 1 : 0;
    breaking += gaps.isEmpty() ? 0 : 1;
    shown += isShown ? 1 : 0;
  }

  private static ObjectNode definition(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> RandomSchemas.flat(random);
      case 1 -> RandomSchemas.compilable(random, random.nextInt(1, 3));
      default -> RandomSchemas.deep(random, random.nextInt(1, 3));
    };
  }

  private static boolean isDefinition(JsonNode json) {
    return MetaSchema.findings(json).isEmpty() && MetaSchema.refusal(json).isEmpty();
  }
}
