package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Random messages that are near to what a case is about: its names and constants, the numbers next
 * to its bounds, and nestings of them. The same for a case each time.
 */
final class CaseMessages {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEPTH = 2;
  private static final int MAX_SIZE = 4;

  private final Random random;
  private final List<String> names = new ArrayList<>(List.of("t", "x", "a", "b", "A", "ab", "t1"));
  private final List<JsonNode> values = new ArrayList<>();

  CaseMessages(CompatibilityCase about) {
    random = new Random(about.name().hashCode());
    Stream.of("", "a", "ab", "abc", "abcd", "Z", "m", "12", "-0", "x1")
        .map(NODES::textNode)
        .forEach(values::add);
    values.addAll(List.of(NullNode.instance, NODES.booleanNode(true), NODES.booleanNode(false)));
    Stream.of("0", "1", "1.0", "1.5", "-1", "5", "0.1")
        .map(number -> NODES.numberNode(new BigDecimal(number)))
        .forEach(values::add);
    gather(about.former());
    gather(about.current());
  }

  private void gather(JsonNode schema) {
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    schema.path("required").forEach(name -> names.add(name.asText()));
    schema.path("enum").forEach(values::add);
    if (schema.has("const")) {
      values.add(schema.path("const"));
    }
    if (schema.isNumber()) {
      Stream.of("0", "1", "-1", "0.5", "-0.5")
          .map(step -> NODES.numberNode(schema.decimalValue().add(new BigDecimal(step))))
          .forEach(values::add);
    }
    schema.forEach(this::gather);
  }

  Stream<JsonNode> some(int count) {
    return IntStream.range(0, count)
        .mapToObj(index ->
            random.nextBoolean() ? object(DEPTH) : NODES.objectNode().set("t", value(DEPTH)));
  }

  private JsonNode value(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    return switch (kind) {
      case 0, 1 -> values.get(random.nextInt(values.size()));
      case 2 -> {
        var array = NODES.arrayNode();
        IntStream.range(0, random.nextInt(MAX_SIZE)).forEach(index -> array.add(value(depth - 1)));
        yield array;
      }
      default -> object(depth);
    };
  }

  private ObjectNode object(int depth) {
    var object = NODES.objectNode();
    for (int count = random.nextInt(MAX_SIZE); count > 0; count--) {
      object.set(names.get(random.nextInt(names.size())), value(depth - 1));
    }
    return object;
  }
}
