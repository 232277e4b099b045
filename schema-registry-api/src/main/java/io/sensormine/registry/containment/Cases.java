package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Demand.AnyOf;
import io.sensormine.registry.shape.Demand.Bound;
import io.sensormine.registry.shape.Demand.Conditional;
import io.sensormine.registry.shape.Demand.Content;
import io.sensormine.registry.shape.Demand.Dependent;
import io.sensormine.registry.shape.Demand.Multiple;
import io.sensormine.registry.shape.Demand.Never;
import io.sensormine.registry.shape.Demand.OneOf;
import io.sensormine.registry.shape.Demand.Pattern;
import io.sensormine.registry.shape.Demand.Required;
import io.sensormine.registry.shape.Demand.Types;
import io.sensormine.registry.shape.Demand.Values;
import io.sensormine.registry.shape.Kind;
import io.sensormine.registry.shape.Negation;
import io.sensormine.registry.shape.Origin;
import io.sensormine.registry.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Splits a shape into cases that take together what it takes: first by its own alternatives, then
 * along what the reader's alternatives ask of.
 */
final class Cases {
  private static final int MAX_EXCLUSIVE = 64;

  private Cases() {}

  /** By the shape's own alternatives; empty where it has none. */
  static List<Shape> of(Facts facts, Containment containment) {
    var shape = facts.shape();
    for (var demand : shape.demands()) {
      var cases =
          switch (demand) {
            case AnyOf any -> any.branches();
            case OneOf one -> oneOf(one, facts.shape().without(one), containment);
            case Conditional conditional ->
                List.of(
                    conditional.condition().and(conditional.then()),
                    Negation.of(conditional.condition(), Origin.REASONED)
                        .and(conditional.otherwise()));
            case Dependent dependent ->
                List.of(with(dependent.name()).and(dependent.then()), without(dependent.name()));
            default -> List.<Shape>of();
          };
      if (!cases.isEmpty()) {
        return cases.stream().map(shape.without(demand)::and).toList();
      }
    }
    return List.of();
  }

  /**
   * Each branch and none of the others, as far as those have anything in common with it; of very
   * many, each branch alone, which takes no less.
   */
  private static List<Shape> oneOf(OneOf one, Shape beside, Containment containment) {
    if (one.branches().size() > MAX_EXCLUSIVE) {
      return one.branches();
    }
    return IntStream.range(0, one.branches().size())
        .mapToObj(index -> {
          var branch = one.branches().get(index);
          var parts = new ArrayList<>(List.of(branch));
          for (int at = 0; at < one.branches().size(); at++) {
            var other = one.branches().get(at);
            if (at != index && !containment.isEmpty(beside.and(branch).and(other))) {
              parts.add(Negation.of(other, Origin.REASONED));
            }
          }
          return Shape.all(parts);
        })
        .toList();
  }

  /** By the shape's own alternatives, or else along the reader's; empty where neither has any. */
  static List<Shape> of(Facts facts, Shape reader, Containment containment) {
    var own = of(facts, containment);
    if (!own.isEmpty()) {
      return own;
    }
    var asked = new ArrayList<Shape>();
    reader.demands().forEach(demand -> alternatives(demand, asked));
    if (asked.isEmpty()) {
      return List.of();
    }
    if (facts.kinds().size() > 1) {
      return facts.kinds().stream()
          .map(kind -> facts.shape().and(new Types(Origin.REASONED, Set.of(kind))))
          .toList();
    }
    var halves = halves(facts, asked);
    return halves.isEmpty() && facts.mayBe(Set.of(Kind.OBJECT))
        ? byProperty(facts, asked, containment)
        : halves;
  }

  private static void alternatives(Demand demand, List<Shape> asked) {
    var branches =
        switch (demand) {
          case AnyOf any -> any.branches();
          case OneOf one -> one.branches();
          case Demand.Not not -> List.of(not.shape());
          case Conditional conditional ->
              List.of(conditional.condition(), conditional.then(), conditional.otherwise());
          default -> List.<Shape>of();
        };
    for (var branch : branches) {
      asked.add(branch);
      branch.demands().forEach(inner -> alternatives(inner, asked));
    }
  }

  /** What keeps a demand of the reader's alternatives, and what does not. */
  private static List<Shape> halves(Facts facts, List<Shape> asked) {
    for (var shape : asked) {
      for (var demand : shape.demands()) {
        var contrary = Negation.of(Shape.of(List.of(demand)), Origin.REASONED);
        if (tellsApart(demand, facts) && !facts.says(contrary.demands().getLast())) {
          return List.of(facts.shape().and(demand), facts.shape().and(contrary));
        }
      }
    }
    return List.of();
  }

  private static boolean tellsApart(Demand demand, Facts facts) {
    return !facts.says(demand)
        && switch (demand) {
          case Bound bound ->
              facts.mayBe(bound.measure().kinds()) && !facts.range(bound.measure()).keeps(bound);
          case Multiple multiple -> facts.mayBe(Kind.NUMBERS);
          case Pattern pattern -> facts.mayBe(Set.of(Kind.STRING));
          default -> false;
        };
  }

  private static List<Shape> byProperty(Facts facts, List<Shape> asked, Containment containment) {
    var objects = facts.objects();
    for (var shape : asked) {
      for (var name : new Objects(shape).mentioned()) {
        if (!objects.mayHave(name, containment)) {
          continue;
        }
        if (!objects.required().contains(name)) {
          return List.of(facts.shape().and(with(name)), facts.shape().and(without(name)));
        }
        var cases = cases(objects.property(name), containment);
        if (cases.size() > 1) {
          return cases.stream().map(one -> facts.shape().and(property(name, one))).toList();
        }
      }
    }
    return List.of();
  }

  /** Value by value where they are few, kind by kind where they are not. */
  private static List<Shape> cases(Shape property, Containment containment) {
    var facts = new Facts(property, containment);
    return facts
        .values()
        .map(values ->
            values.stream().<Demand>map(value -> new Values(Origin.REASONED, Set.of(value))))
        .orElseGet(
            () -> facts.kinds().stream().map(kind -> new Types(Origin.REASONED, Set.of(kind))))
        .map(demand -> Shape.of(List.of(demand)))
        .toList();
  }

  private static Shape with(String name) {
    return Shape.of(
        List.of(
            new Types(Origin.REASONED, Set.of(Kind.OBJECT)), new Required(Origin.REASONED, name)));
  }

  /** A shape whose objects lack a property. */
  static Shape without(String name) {
    return property(name, Shape.of(List.of(new Never(Origin.REASONED))));
  }

  private static Shape property(String name, Shape shape) {
    return Shape.of(
        List.of(new Content(Origin.REASONED, Map.of(name, shape), Map.of(), Shape.ANY)));
  }
}
