package io.sensormine.registry.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.check.Numbers;
import io.sensormine.registry.shape.Demand.AnyOf;
import io.sensormine.registry.shape.Demand.Bound;
import io.sensormine.registry.shape.Demand.Conditional;
import io.sensormine.registry.shape.Demand.Contains;
import io.sensormine.registry.shape.Demand.Content;
import io.sensormine.registry.shape.Demand.Dependent;
import io.sensormine.registry.shape.Demand.Items;
import io.sensormine.registry.shape.Demand.Multiple;
import io.sensormine.registry.shape.Demand.Names;
import io.sensormine.registry.shape.Demand.Never;
import io.sensormine.registry.shape.Demand.Not;
import io.sensormine.registry.shape.Demand.OneOf;
import io.sensormine.registry.shape.Demand.Opaque;
import io.sensormine.registry.shape.Demand.Pattern;
import io.sensormine.registry.shape.Demand.Required;
import io.sensormine.registry.shape.Demand.Types;
import io.sensormine.registry.shape.Demand.Unique;
import io.sensormine.registry.shape.Demand.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Whether one value fits a shape; for the few values of an {@code enum}, not for messages. */
public final class Fit {
  private Fit() {}

  public static Truth of(JsonNode value, Shape shape) {
    return Truth.all(shape.demands(), demand -> of(value, demand));
  }

  /** Whether a value is as one demand wants it. */
  public static Truth of(JsonNode value, Demand demand) {
    return switch (demand) {
      case Never never -> Truth.NO;
      case Types types -> Truth.of(types.kinds().contains(Kind.of(value)));
      case Values values -> Truth.of(values.contains(value));
      case Bound bound ->
          Truth.of(
              !bound.measure().kinds().contains(Kind.of(value))
                  || bound.keeps(bound.measure().of(value)));
      case Multiple multiple ->
          Truth.of(
              !value.isNumber()
                  || value.decimalValue().remainder(multiple.divisor()).signum() == 0);
      case Pattern pattern -> value.isTextual() ? pattern.matches(value.textValue()) : Truth.YES;
      case Unique unique -> Truth.of(!value.isArray() || isUnique(value));
      case Items items -> items(value, items);
      case Contains contains -> contains(value, contains);
      case Required required -> Truth.of(!value.isObject() || value.has(required.name()));
      case Content content -> content(value, content);
      case Names names -> Truth.all(names(value), name -> of(TextNode.valueOf(name), names.name()));
      case Dependent dependent ->
          value.isObject() && value.has(dependent.name()) ? of(value, dependent.then()) : Truth.YES;
      case AnyOf any -> Truth.any(any.branches(), branch -> of(value, branch));
      case OneOf one -> oneOf(value, one);
      case Not not -> of(value, not.shape()).contrary();
      case Conditional conditional -> conditional(value, conditional);
      case Opaque opaque -> Truth.UNKNOWN;
    };
  }

  private static boolean isUnique(JsonNode array) {
    var seen = new HashSet<JsonNode>();
    for (var item : array) {
      if (!seen.add(Numbers.canonical(item))) {
        return false;
      }
    }
    return true;
  }

  private static Truth items(JsonNode value, Items items) {
    var indexes = new ArrayList<Integer>();
    for (int index = 0; value.isArray() && index < value.size(); index++) {
      indexes.add(index);
    }
    return Truth.all(indexes, index -> of(value.path(index), items.at(index)));
  }

  private static Truth contains(JsonNode value, Contains contains) {
    if (!value.isArray()) {
      return Truth.YES;
    }
    long fitting = 0;
    for (var item : value) {
      var fits = of(item, contains.item());
      if (fits == Truth.UNKNOWN) {
        return Truth.UNKNOWN;
      }
      fitting += fits == Truth.YES ? 1 : 0;
    }
    var count = BigDecimal.valueOf(fitting);
    var most = contains.most();
    return Truth.of(
        count.compareTo(contains.least()) >= 0 && (most == null || count.compareTo(most) <= 0));
  }

  private static Truth content(JsonNode value, Content content) {
    return Truth.all(
        names(value),
        name ->
            content
                .at(name)
                .map(shapes -> Truth.all(shapes, shape -> of(value.path(name), shape)))
                .orElse(Truth.UNKNOWN));
  }

  private static List<String> names(JsonNode value) {
    return value.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static Truth oneOf(JsonNode value, OneOf one) {
    int fitting = 0;
    for (var branch : one.branches()) {
      var fits = of(value, branch);
      if (fits == Truth.UNKNOWN) {
        return Truth.UNKNOWN;
      }
      fitting += fits == Truth.YES ? 1 : 0;
    }
    return Truth.of(fitting == 1);
  }

  private static Truth conditional(JsonNode value, Conditional conditional) {
    return switch (of(value, conditional.condition())) {
      case YES -> of(value, conditional.then());
      case NO -> of(value, conditional.otherwise());
      case UNKNOWN -> Truth.UNKNOWN;
    };
  }
}
