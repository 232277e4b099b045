package io.sensormine.standalone.simulate.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.check.MessageCheck;
import io.sensormine.standalone.home.CommandException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Makes messages by a definition, the same for the same seed: numbers walk, counters only grow,
 * states stay for a while, optional fields are missing now and then. What it makes has been tried
 * with the check that the service does.
 */
public final class MessageMaker {
  private static final int TRIED = 200;

  private final Template template;
  private final MessageCheck check;

  private MessageMaker(Template template, MessageCheck check) {
    this.template = template;
    this.check = check;
  }

  /**
   * A maker of messages by a definition.
   *
   * @param definition JSON Schema 2020-12 that the registry takes
   * @throws CommandException where messages cannot be made by it
   */
  public static MessageMaker by(JsonNode definition) {
    var maker =
        new MessageMaker(
            new Templates(new Definition(definition)).root(), MessageCheck.by(definition));
    var device = maker.device(0);
    for (int i = 0; i < TRIED; i++) {
      var message = device.next(Instant.EPOCH.plusSeconds(i));
      var findings = maker.check.findings(message);
      if (!findings.isEmpty()) {
        var first = findings.getFirst();
        throw Unsupported.because(
            "what was made breaks it at `%s`: %s".formatted(first.path(), first.message()));
      }
    }
    return maker;
  }

  /** One device's messages, one after the other. Not thread-safe. */
  @FunctionalInterface
  public interface Device {
    /** The fields of its next message. */
    ObjectNode next(Instant time);
  }

  /** The messages of one more device. */
  public Device device(long seed) {
    var source = template.begin(new SplittableRandom(seed));
    return time -> (ObjectNode) source.next(time);
  }

  /**
   * The same message with one field that breaks the schema.
   *
   * @throws CommandException where the schema refuses nothing that could be sent
   */
  public ObjectNode spoiled(ObjectNode message, Random random) {
    var names = new ArrayList<String>();
    message.fieldNames().forEachRemaining(names::add);
    Collections.shuffle(names, random);
    names.add("notInTheSchema");
    for (var name : names) {
      var spoiled = message.deepCopy();
      spoiled.set(name, wrong(message.path(name)));
      if (!check.accepts(spoiled)) {
        return spoiled;
      }
    }
    throw new CommandException(
        "The schema refuses nothing that could be sent; leave --invalid out.");
  }

  private static JsonNode wrong(JsonNode right) {
    return right.isTextual()
        ? JsonNodeFactory.instance.numberNode(-1)
        : JsonNodeFactory.instance.textNode("broken");
  }
}
