package io.sensormine.registry.shape;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.Numbers;
import io.sensormine.check.TextPattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a schema demands of a value, after JSON Schema 2020-12. A demand on one kind of
 * value lets every value of another kind pass.
 */
public sealed interface Demand {
  Origin origin();

  /** {@code false}: no value fits. */
  record Never(Origin origin) implements Demand {}

  /** {@code type}. */
  record Types(Origin origin, Set<Kind> kinds) implements Demand {
    public Types {
      kinds = Set.copyOf(kinds);
    }
  }

  /** {@code enum} and {@code const}; the values in their canonical form. */
  record Values(Origin origin, Set<JsonNode> values) implements Demand {
    public Values {
      var canonical = new LinkedHashSet<JsonNode>();
      values.forEach(value -> canonical.add(Numbers.canonical(value)));
      values = canonical;
    }

    public boolean contains(JsonNode value) {
      return values.contains(Numbers.canonical(value));
    }
  }

  /** {@code minimum}, {@code maxLength} and their like: the measure is no less, or no greater. */
  record Bound(Origin origin, Measure measure, boolean upper, BigDecimal limit, boolean inclusive)
      implements Demand {

    /** Whether a measure keeps the bound. */
    public boolean keeps(BigDecimal measured) {
      int beyond = upper ? measured.compareTo(limit) : limit.compareTo(measured);
      return inclusive ? beyond <= 0 : beyond < 0;
    }
  }

  /** {@code multipleOf}. */
  record Multiple(Origin origin, BigDecimal divisor) implements Demand {}

  /** {@code pattern}. */
  record Pattern(Origin origin, String regex) implements Demand {
    /** Whether the expression is found in a text; unknown of one that is not taken. */
    public Truth matches(String text) {
      return TextPattern.of(regex)
          .map(pattern -> Truth.of(pattern.matches(text)))
          .orElse(Truth.UNKNOWN);
    }
  }

  /** {@code uniqueItems}. */
  record Unique(Origin origin) implements Demand {}

  /** {@code prefixItems} and {@code items}. */
  record Items(Origin origin, List<Shape> tuple, Shape rest) implements Demand {
    public Items {
      tuple = List.copyOf(tuple);
    }

    public Shape at(int index) {
      return index < tuple.size() ? tuple.get(index) : rest;
    }
  }

  /**
   * {@code contains} with {@code minContains}, or with {@code maxContains}.
   *
   * @param least none where it is the most that counts
   * @param most null where it is the least that counts
   */
  record Contains(Origin origin, Shape item, BigDecimal least, @Nullable BigDecimal most)
      implements Demand {}

  /** One name of {@code required}. */
  record Required(Origin origin, String name) implements Demand {}

  /** {@code properties}, {@code patternProperties} and {@code additionalProperties}. */
  record Content(
      Origin origin, Map<String, Shape> properties, Map<String, Shape> patterns, Shape additional)
      implements Demand {
    public Content {
      properties = new LinkedHashMap<>(properties);
      patterns = new LinkedHashMap<>(patterns);
    }

    /** All that holds at a name; empty where a pattern cannot be read. */
    public Optional<List<Shape>> at(String name) {
      var shapes = new ArrayList<Shape>();
      var named = properties.get(name);
      if (named != null) {
        shapes.add(named);
      }
      for (var pattern : patterns.entrySet()) {
        switch (new Pattern(origin, pattern.getKey()).matches(name)) {
          case YES -> shapes.add(pattern.getValue());
          case NO -> {}
          case UNKNOWN -> {
            return Optional.empty();
          }
        }
      }
      return Optional.of(shapes.isEmpty() ? List.of(additional) : shapes);
    }
  }

  /** {@code propertyNames}. */
  record Names(Origin origin, Shape name) implements Demand {}

  /** One name of {@code dependentSchemas} or {@code dependentRequired}. */
  record Dependent(Origin origin, String name, Shape then) implements Demand {}

  /** {@code anyOf}. */
  record AnyOf(Origin origin, List<Shape> branches) implements Demand {
    public AnyOf {
      branches = List.copyOf(branches);
    }
  }

  /** {@code oneOf}. */
  record OneOf(Origin origin, List<Shape> branches) implements Demand {
    public OneOf {
      branches = List.copyOf(branches);
    }
  }

  /** {@code not} of a shape of one demand whose contrary is no demand. */
  record Not(Origin origin, Shape shape) implements Demand {}

  /** {@code if}, {@code then} and {@code else}. */
  record Conditional(Origin origin, Shape condition, Shape then, Shape otherwise)
      implements Demand {}

  /**
   * What cannot be taken apart: {@code unevaluatedProperties} or {@code unevaluatedItems} beside
   * keywords that evaluate by the value. Two are the same where all the words are.
   *
   * @param schema the whole schema that it stands in
   * @param root the whole definition, where the schema refers to some of it; missing otherwise
   */
  record Opaque(Origin origin, String keyword, JsonNode schema, JsonNode root) implements Demand {}
}
