package io.sensormine.registry.containment;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Demand.AnyOf;
import io.sensormine.registry.shape.Demand.Bound;
import io.sensormine.registry.shape.Demand.Multiple;
import io.sensormine.registry.shape.Demand.Never;
import io.sensormine.registry.shape.Demand.OneOf;
import io.sensormine.registry.shape.Demand.Required;
import io.sensormine.registry.shape.Demand.Types;
import io.sensormine.registry.shape.Demand.Values;
import io.sensormine.registry.shape.Kind;
import io.sensormine.registry.shape.Measure;
import io.sensormine.registry.shape.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is certain of every value that fits a shape: all its demands taken together. Certain, not
 * complete: what is not seen here may hold all the same.
 */
final class Facts {
  private static final int DEMANDS_A_STEP = 16;
  private static final Set<Kind> OBJECT = EnumSet.of(Kind.OBJECT);

  private final Shape shape;
  private final Set<Kind> kinds;
  private final Map<Measure, Range> ranges = new EnumMap<>(Measure.class);
  private final @Nullable BigDecimal divisor;
  private final Texts texts;
  private final Arrays arrays;
  private final Objects objects;
  private final @Nullable List<JsonNode> values;

  /**
   * Gathers what a shape makes certain.
   *
   * @param containment judges what is inside of arrays and objects
   */
  Facts(Shape shape, Containment containment) {
    this.shape = declared(shape).equals(OBJECT) ? Saturation.of(shape) : shape;
    containment.spend(size(this.shape) / DEMANDS_A_STEP);
    this.kinds = declared(this.shape);
    for (var measure : Measure.values()) {
      ranges.put(measure, measured(measure));
    }
    this.texts = Texts.of(this.shape);
    this.arrays = new Arrays(this.shape);
    this.objects = new Objects(this.shape);
    this.divisor = commonDivisor();
    numbers();
    counted(containment);
    this.values = FiniteValues.of(this, containment);
  }

  /** How much there is to look at: each demand, and each value of a list. */
  private static int size(Shape shape) {
    return shape.demands().size()
        + shape.demands(Values.class).stream().mapToInt(list -> list.values().size()).sum();
  }

  private static Set<Kind> declared(Shape shape) {
    var kinds = EnumSet.allOf(Kind.class);
    if (!shape.demands(Never.class).isEmpty()) {
      kinds.clear();
    }
    shape.demands(Types.class).forEach(types -> kinds.retainAll(types.kinds()));
    for (var options : shape.demands(Values.class)) {
      var possible = EnumSet.noneOf(Kind.class);
      options.values().forEach(value -> possible.add(Kind.of(value)));
      kinds.retainAll(possible);
    }
    for (var demand : shape.demands()) {
      if (demand instanceof AnyOf any) {
        kinds.retainAll(declared(any.branches()));
      } else if (demand instanceof OneOf one) {
        kinds.retainAll(declared(one.branches()));
      }
    }
    return kinds;
  }

  private static Set<Kind> declared(List<Shape> branches) {
    var kinds = EnumSet.noneOf(Kind.class);
    branches.forEach(branch -> kinds.addAll(declared(branch)));
    return kinds;
  }

  private Range measured(Measure measure) {
    var range =
        Range.of(
            shape.demands(Bound.class).stream()
                .filter(bound -> bound.measure() == measure)
                .toList());
    return measure == Measure.NUMBER
        ? range
        : range.atLeast(BigDecimal.ZERO).multiples(BigDecimal.ONE);
  }

  private @Nullable BigDecimal commonDivisor() {
    var divisors = new ArrayList<BigDecimal>();
    shape.demands(Multiple.class).forEach(multiple -> divisors.add(multiple.divisor()));
    if (kinds.contains(Kind.INTEGER) && !kinds.contains(Kind.FRACTION)) {
      divisors.add(BigDecimal.ONE);
    }
    return Divisors.leastCommonMultiple(divisors).orElse(null);
  }

  private void numbers() {
    var range = range(Measure.NUMBER);
    if (divisor != null) {
      range = range.multiples(divisor);
      ranges.put(Measure.NUMBER, range);
      if (Divisors.divides(BigDecimal.ONE, divisor)) {
        kinds.remove(Kind.FRACTION);
      }
    }
    if (range.isEmpty()) {
      kinds.removeAll(Kind.NUMBERS);
    }
    if (range.multiples(BigDecimal.ONE).isEmpty()) {
      kinds.remove(Kind.INTEGER);
    }
    if (range.isPoint() && range.multiples(BigDecimal.ONE).isPoint()) {
      kinds.remove(Kind.FRACTION);
    }
  }

  private void counted(Containment containment) {
    if (kinds.contains(Kind.STRING)
        && texts.hasNone(List.of(), range(Measure.LENGTH), containment)) {
      kinds.remove(Kind.STRING);
    }
    if (kinds.contains(Kind.ARRAY)) {
      var range = arrays.count(range(Measure.ITEMS), containment);
      ranges.put(Measure.ITEMS, range);
      if (range.isEmpty()) {
        kinds.remove(Kind.ARRAY);
      }
    }
    if (kinds.contains(Kind.OBJECT)) {
      var range = objects.count(range(Measure.PROPERTIES), containment);
      ranges.put(Measure.PROPERTIES, range);
      if (range.isEmpty()) {
        kinds.remove(Kind.OBJECT);
      }
    }
  }

  /** The shape, with what follows from its required properties. */
  Shape shape() {
    return shape;
  }

  /** The kinds that values may be of. */
  Set<Kind> kinds() {
    return kinds;
  }

  boolean mayBe(Set<Kind> some) {
    return kinds.stream().anyMatch(some::contains);
  }

  Range range(Measure measure) {
    return ranges.getOrDefault(measure, Range.ANY);
  }

  /** What every number is a multiple of; empty where nothing is known. */
  Optional<BigDecimal> divisor() {
    return Optional.ofNullable(divisor);
  }

  Texts texts() {
    return texts;
  }

  Arrays arrays() {
    return arrays;
  }

  Objects objects() {
    return objects;
  }

  /** All values there are; empty where they are too many to list. */
  Optional<List<JsonNode>> values() {
    return Optional.ofNullable(values);
  }

  /** Whether certainly no value fits. */
  boolean isImpossible() {
    return kinds.isEmpty() || (values != null && values.isEmpty());
  }

  /** Whether the shape says literally the same. */
  boolean says(Demand demand) {
    // of what may be said a thousand times, there is a set
    return demand instanceof Required required
        ? objects.required().contains(required.name())
        : shape.demands().contains(demand);
  }
}
