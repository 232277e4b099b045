package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.check.testing.RandomSchemas;
import io.sensormine.registry.definition.Document;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes of a definition one that differs in a place or two. The same for the same generator. */
final class RandomChanges {
  private static final Set<String> REFERRED = Set.of("$defs", "$anchor");
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  private final RandomGenerator random;

  RandomChanges(RandomGenerator random) {
    this.random = random;
  }

  ObjectNode of(ObjectNode definition) {
    var changed = definition.deepCopy();
    for (int left = random.nextInt(1, 3); left > 0; left--) {
      var schemas =
          new Document(changed)
              .subschemas().keySet().stream().map(changed::at).filter(JsonNode::isObject).toList();
      change((ObjectNode) any(schemas));
    }
    return changed.put("type", "object");
  }

  private void change(ObjectNode schema) {
    switch (random.nextInt(8)) {
      case 0, 1 -> remove(schema);
      case 2, 3, 4 -> nudge(schema);
      case 5 -> take(schema);
      case 6 -> wrap(schema);
      default -> property(schema);
    }
  }

  private void remove(ObjectNode schema) {
    var keywords = new ArrayList<String>();
    schema.fieldNames().forEachRemaining(keywords::add);
    keywords.removeAll(REFERRED);
    if (!keywords.isEmpty()) {
      schema.remove(any(keywords));
    }
  }

  /** Moves a bound, turns a yes into a no, or shortens a list. */
  private void nudge(ObjectNode schema) {
    var keywords = new ArrayList<String>();
    for (var keyword : schema.properties()) {
      var value = keyword.getValue();
      if (value.isNumber() || value.isBoolean() || (value.isArray() && value.size() > 1)) {
        keywords.add(keyword.getKey());
      }
    }
    if (keywords.isEmpty()) {
      take(schema);
      return;
    }
    var keyword = any(keywords);
    switch (schema.get(keyword)) {
      case ArrayNode list -> list.remove(random.nextInt(list.size()));
      case JsonNode number when number.isNumber() -> schema.put(keyword, moved(keyword, number));
      case JsonNode yesOrNo -> schema.put(keyword, !yesOrNo.booleanValue());
    }
  }

  private BigDecimal moved(String keyword, JsonNode number) {
    if (keyword.equals("multipleOf")) {
      return number.decimalValue().multiply(BigDecimal.TWO);
    }
    var moved = number.decimalValue().add(BigDecimal.valueOf(random.nextInt(-2, 3)));
    boolean isCount = keyword.matches("(min|max)(Length|Items|Properties|Contains)");
    return isCount ? moved.max(BigDecimal.ZERO) : moved;
  }

  /** Copies keywords of some other schema. */
  private void take(ObjectNode schema) {
    var others =
        new Document(RandomSchemas.deep(random, 2))
            .subschemas().values().stream()
                .filter(JsonNode::isObject)
                .filter(other -> REFERRED.stream().noneMatch(other::has) && !refers(other))
                .toList();
    if (!others.isEmpty()) {
      for (var keyword : any(others).properties()) {
        if (random.nextBoolean()) {
          schema.set(keyword.getKey(), keyword.getValue().deepCopy());
        }
      }
    }
  }

  /** Puts a schema inside of a keyword that combines schemas. */
  private void wrap(ObjectNode schema) {
    if (refers(schema)) {
      return;
    }
    var inner = schema.deepCopy().without(REFERRED);
    schema.retain(REFERRED);
    var keyword = any(List.of("allOf", "anyOf", "oneOf", "not"));
    if (keyword.equals("not")) {
      schema.putObject("not").set("not", inner);
      return;
    }
    var branches = schema.putArray(keyword).add(inner);
    if (random.nextBoolean()) {
      take(branches.addObject());
    }
  }

  private void property(ObjectNode schema) {
    if (!(schema.get("properties") instanceof ObjectNode properties)) {
      take(schema);
    } else if (!properties.isEmpty() && random.nextBoolean()) {
      properties.remove(any(List.copyOf(names(properties))));
    } else {
      var declared = JsonNodeFactory.instance.objectNode();
      take(declared);
      properties.set(any(NAMES), declared);
    }
  }

  private static List<String> names(ObjectNode properties) {
    var names = new ArrayList<String>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static boolean refers(JsonNode schema) {
    return schema.findValue("$ref") != null;
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
