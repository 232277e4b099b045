package io.sensormine.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.MessageCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Checking the standard work's messages by their schema, on one thread: by the library against what
 * is compiled, on trees and from bytes. Needs no instance.
 *
 * <p>Arguments: counted runs (default 7), milliseconds a run (default 1,000).
 */
public final class CheckBenchmark {
  private static final int DEVICES = 1_000;
  private static final int MESSAGES = 10_000;
  private static final int WARM_UPS = 3;

  private final List<byte[]> bodies;
  private final List<JsonNode> trees;
  private final Map<String, Contender> contenders = new LinkedHashMap<>();

  private CheckBenchmark() {
    var devices = IntStream.range(0, DEVICES).mapToObj(at -> new UUID(0, at)).toList();
    var messages =
        new StandardWork(devices, MESSAGES, Instant.EPOCH).batches(MESSAGES, 0).getFirst();
    bodies =
        messages.stream()
            .map(message -> message.fields().getBytes(StandardCharsets.UTF_8))
            .toList();
    trees = bodies.stream().map(Json::read).toList();
    var definition = Json.read(StandardWork.definition());
    var library = MessageCheck.byLibrary(definition);
    var compiled = MessageCheck.by(definition);
    var nested = MessageCheck.by(Json.read(StandardWork.conditionalDefinition()));
    if (!compiled.isCompiled() || nested.isCompiled()) {
      throw new IllegalStateException("the one is compiled and the other is not");
    }
    contenders.put("library, on a tree", () -> onTrees(library));
    contenders.put("compiled, on a tree", () -> onTrees(compiled));
    contenders.put("parsing alone", this::parse);
    contenders.put("parsing, then library", () -> fromBytes(library));
    contenders.put("parsing, then compiled", () -> fromBytes(compiled));
    contenders.put("with if/then: left to the library", () -> onTrees(nested));
  }

  /** All messages once. */
  @FunctionalInterface
  private interface Contender {
    /** How many were taken. */
    int pass();
  }

  public static void main(String[] arguments) throws IOException {
    var runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
    var length = Duration.ofMillis(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000);
    new CheckBenchmark().measure(runs, length);
  }

  private void measure(int runs, Duration length) throws IOException {
    var rates = new LinkedHashMap<String, Rates>();
    for (int run = -WARM_UPS; run < runs; run++) {
      for (var contender : contenders.entrySet()) {
        var rate = rate(contender.getValue(), length);
        if (run >= 0) {
          rates.computeIfAbsent(contender.getKey(), name -> new Rates()).add(rate);
        }
      }
      System.out.println(run < 0 ? "warm-up" : "run " + (run + 1));
    }
    Rates.printHead("messages checked, one thread");
    rates.forEach((name, rate) -> rate.print(name));
    var report = new LinkedHashMap<String, List<Double>>();
    rates.forEach((name, rate) -> report.put(name, rate.all()));
    Rates.write("check.json", Collections.unmodifiableMap(report));
  }

  private static double rate(Contender contender, Duration length) {
    var began = System.nanoTime();
    long messages = 0;
    long took;
    do {
      if (contender.pass() != MESSAGES) {
        throw new IllegalStateException("every message keeps the schema");
      }
      messages += MESSAGES;
      took = System.nanoTime() - began;
    } while (took < length.toNanos());
    return messages * 1e9 / took;
  }

  private int onTrees(MessageCheck check) {
    int accepted = 0;
    for (var tree : trees) {
      accepted += check.accepts(tree) ? 1 : 0;
    }
    return accepted;
  }

  private int fromBytes(MessageCheck check) {
    int accepted = 0;
    for (var body : bodies) {
      accepted += check.accepts(Json.read(body)) ? 1 : 0;
    }
    return accepted;
  }

  private int parse() {
    int objects = 0;
    for (var body : bodies) {
      objects += Json.read(body).isObject() ? 1 : 0;
    }
    return objects;
  }
}
