package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import io.sensormine.kit.problem.Violation;
import java.util.List;

/** Checks messages against one definition. Thread-safe. */
public final class MessageCheck {
  private final Schema schema;

  private MessageCheck(Schema schema) {
    this.schema = schema;
  }

  /**
   * A check by a definition.
   *
   * @param definition one that {@link Definitions#check} accepted
   */
  public static MessageCheck by(JsonNode definition) {
    return new MessageCheck(JsonSchemas.compile(definition));
  }

  /**
   * What is wrong with a message: JSON Pointers into it, one finding for each place; empty where it
   * is valid.
   */
  public List<Violation> violations(JsonNode message) {
    return JsonSchemas.violations(schema.validate(message));
  }
}
