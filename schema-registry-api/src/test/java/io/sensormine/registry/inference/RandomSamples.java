package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Samples of one random shape, from which some stray; the same for the same seed. */
final class RandomSamples {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 4;
  private static final String[] NAMES = {"a", "b", "temp", "time", "ts", "x/y", "~", "größe"};
  private static final String[] TEXTS = {
    "on",
    "off",
    "fault",
    "2026-01-31T09:15:00Z",
    "0190a5d2-91aa-7c3e-b7d6-0f5be0b5c001",
    "",
    "a@b.example"
  };

  private final Random random;

  private RandomSamples(Random random) {
    this.random = random;
  }

  static List<JsonNode> of(int seed) {
    var random = new Random(seed);
    var samples = new RandomSamples(random);
    int shape = random.nextInt();
    int count = 1 + random.nextInt(40);
    return Stream.generate(
            () -> (JsonNode) samples.object(random.nextInt(10) == 0 ? random.nextInt() : shape, 1))
        .limit(count)
        .toList();
  }

  private ObjectNode object(int shapeSeed, int depth) {
    var shape = new Random(shapeSeed);
    var object = NODES.objectNode();
    int size = shape.nextInt(6);
    for (int i = 0; i < size; i++) {
      var name = NAMES[shape.nextInt(NAMES.length)];
      int kind = shape.nextInt(8);
      int below = shape.nextInt();
      if (random.nextInt(20) > 0) {
        object.set(name, value(kind, below, depth));
      }
    }
    return object;
  }

  private JsonNode value(int kind, int shapeSeed, int depth) {
    return switch (kind) {
      case 0 -> NODES.booleanNode(random.nextBoolean());
      case 1 -> NODES.numberNode(random.nextInt(-50, 50));
      case 2 -> NODES.numberNode(decimal());
      case 3 -> NODES.numberNode(1_769_850_900L + random.nextInt(100));
      case 4 -> NODES.textNode(TEXTS[random.nextInt(1 + Math.floorMod(shapeSeed, TEXTS.length))]);
      case 5 -> depth < MAX_DEPTH ? object(shapeSeed, depth + 1) : NODES.nullNode();
      case 6 -> depth < MAX_DEPTH ? array(shapeSeed, depth + 1) : NODES.arrayNode();
      default -> random.nextBoolean() ? NODES.nullNode() : NODES.numberNode(decimal());
    };
  }

  private JsonNode array(int shapeSeed, int depth) {
    var array = NODES.arrayNode();
    int length = random.nextInt(4);
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(10) == 0 ? random.nextInt(8) : Math.floorMod(shapeSeed, 8);
      array.add(value(kind, shapeSeed / 8, depth));
    }
    return array;
  }

  /** Of any size, some whole ones written with a fraction of zero. */
  private BigDecimal decimal() {
    return switch (random.nextInt(5)) {
      case 0 -> new BigDecimal(random.nextInt(100) + ".0");
      case 1 -> BigDecimal.valueOf(random.nextInt(), random.nextInt(-280, 280));
      case 2 -> BigDecimal.valueOf(random.nextLong()).pow(3);
      default -> BigDecimal.valueOf(random.nextInt(-10_000, 10_000), 2);
    };
  }

  /** As ingestion reads a message: a property that is null is absent. */
  static JsonNode withoutNulls(JsonNode value) {
    if (value.isArray()) {
      var kept = NODES.arrayNode();
      value.forEach(item -> kept.add(withoutNulls(item)));
      return kept;
    }
    if (!value.isObject()) {
      return value;
    }
    var kept = NODES.objectNode();
    for (var property : value.properties()) {
      if (!property.getValue().isNull()) {
        kept.set(property.getKey(), withoutNulls(property.getValue()));
      }
    }
    return kept;
  }
}
