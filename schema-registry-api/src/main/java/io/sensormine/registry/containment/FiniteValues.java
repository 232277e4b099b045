package io.sensormine.registry.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.registry.shape.Demand.Values;
import io.sensormine.registry.shape.Fit;
import io.sensormine.registry.shape.Kind;
import io.sensormine.registry.shape.Measure;
import io.sensormine.registry.shape.Truth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the values that fit a shape, where they are few. */
final class FiniteValues {
  private static final int MAX_NUMBERS = 64;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private FiniteValues() {}

  /** All values that may fit; null where they are too many to list. */
  static @Nullable List<JsonNode> of(Facts facts, Containment containment) {
    var candidates = candidates(facts);
    return candidates == null || !containment.maySpend(candidates.size(), facts.shape())
        ? null
        : candidates.stream()
            .filter(value -> facts.kinds().contains(Kind.of(value)))
            .filter(value -> Fit.of(value, facts.shape()) != Truth.NO)
            .toList();
  }

  private static @Nullable List<JsonNode> candidates(Facts facts) {
    var fewest =
        facts.shape().demands(Values.class).stream()
            .min(Comparator.comparingInt(options -> options.values().size()));
    if (fewest.isPresent()) {
      return List.copyOf(fewest.get().values());
    }
    var all = new ArrayList<JsonNode>();
    for (var kind : facts.kinds()) {
      var some =
          switch (kind) {
            case NULL -> List.<JsonNode>of(JSON.nullNode());
            case BOOLEAN -> List.<JsonNode>of(JSON.booleanNode(false), JSON.booleanNode(true));
            case INTEGER, FRACTION -> numbers(facts, kind);
            case STRING -> none(facts, Measure.LENGTH, JSON.textNode(""));
            case ARRAY -> none(facts, Measure.ITEMS, JSON.arrayNode());
            case OBJECT -> none(facts, Measure.PROPERTIES, JSON.objectNode());
          };
      if (some == null) {
        return null;
      }
      all.addAll(some);
    }
    return all;
  }

  private static @Nullable List<JsonNode> none(Facts facts, Measure measure, JsonNode only) {
    var upper = facts.range(measure).upper();
    return upper != null && upper.signum() == 0 ? List.of(only) : null;
  }

  private static @Nullable List<JsonNode> numbers(Facts facts, Kind kind) {
    var range = facts.range(Measure.NUMBER);
    var step = facts.divisor().orElse(kind == Kind.INTEGER ? BigDecimal.ONE : null);
    var first = range.lower();
    var last = range.upper();
    if (first == null || last == null) {
      return null;
    }
    if (range.isPoint()) {
      return List.of(JSON.numberNode(first));
    }
    if (step == null) {
      return null;
    }
    var multiples = range.multiples(step);
    var numbers = new ArrayList<JsonNode>();
    var from = multiples.lower();
    var to = multiples.upper();
    for (var number = from; number != null && to != null && number.compareTo(to) <= 0; ) {
      if (numbers.size() == MAX_NUMBERS) {
        return null;
      }
      numbers.add(JSON.numberNode(number));
      number = number.add(step);
    }
    return numbers.stream().filter(number -> Kind.of(number) == kind).toList();
  }
}
