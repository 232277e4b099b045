package io.sensormine.standalone.simulate.generate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A state: it stays as it is for ten messages or so, then another is drawn. */
final class Held implements Source {
  private static final double CHANGES = 0.1;

  private final RandomGenerator random;
  private final Supplier<JsonNode> states;
  private JsonNode state;

  Held(RandomGenerator random, Supplier<JsonNode> states) {
    this.random = random;
    this.states = states;
    this.state = states.get();
  }

  @Override
  public JsonNode next(Instant time) {
    if (random.nextDouble() < CHANGES) {
      state = states.get();
    }
    return state;
  }
}
