package io.sensormine.registry.shape;

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
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The contrary of a shape, by De Morgan's laws: a {@code not} goes inwards until it stands before a
 * single demand whose contrary no keyword can say.
 */
public final class Negation {
  private Negation() {}

  /**
   * What a value fits that does not fit the shape.
   *
   * @param origin where the contrary is demanded
   */
  public static Shape of(Shape shape, Origin origin) {
    return any(shape.demands().stream().map(demand -> contrary(demand, origin)).toList(), origin);
  }

  private static Shape any(List<Shape> alternatives, Origin origin) {
    var possible =
        alternatives.stream().filter(shape -> shape.demands(Never.class).isEmpty()).toList();
    return switch (possible.size()) {
      case 0 -> Shape.of(List.of(new Never(origin)));
      case 1 -> possible.getFirst();
      default ->
          possible.stream().anyMatch(Shape::isAny)
              ? Shape.ANY
              : Shape.of(List.of(new AnyOf(origin, possible)));
    };
  }

  private static Shape contrary(Demand demand, Origin origin) {
    return switch (demand) {
      case Never never -> Shape.ANY;
      case Types types -> kinds(origin, Kind.others(types.kinds()));
      case Bound bound ->
          kinds(origin, bound.measure().kinds())
              .and(
                  new Bound(
                      origin, bound.measure(), !bound.upper(), bound.limit(), !bound.inclusive()));
      case Required required ->
          object(origin)
              .and(property(origin, required.name(), Shape.of(List.of(new Never(origin)))));
      case Content content -> contrary(content, origin);
      case Contains contains -> contrary(contains, origin);
      case Dependent dependent ->
          object(origin)
              .and(new Required(origin, dependent.name()))
              .and(of(dependent.then(), origin));
      case AnyOf any ->
          Shape.all(any.branches().stream().map(branch -> of(branch, origin)).toList());
      case Not not -> not.shape();
      case Conditional conditional ->
          any(
              List.of(
                  conditional.condition().and(of(conditional.then(), origin)),
                  of(conditional.condition(), origin).and(of(conditional.otherwise(), origin))),
              origin);
      case Values values -> Shape.of(List.of(not(values, origin)));
      case OneOf one -> Shape.of(List.of(not(one, origin)));
      case Opaque opaque -> Shape.of(List.of(not(opaque, origin)));
      case Multiple multiple -> kinds(origin, Kind.NUMBERS).and(not(multiple, origin));
      case Pattern pattern -> kinds(origin, Set.of(Kind.STRING)).and(not(pattern, origin));
      case Unique unique -> kinds(origin, Set.of(Kind.ARRAY)).and(not(unique, origin));
      case Items items -> contrary(items, origin);
      case Names names -> object(origin).and(not(names, origin));
    };
  }

  /** Some property is there and does not fit. */
  private static Shape contrary(Content content, Origin origin) {
    if (!content.patterns().isEmpty() || !content.additional().isAny()) {
      return object(origin).and(not(content, origin));
    }
    return any(
        content.properties().entrySet().stream()
            .map(property ->
                object(origin)
                    .and(
                        new Required(origin, property.getKey()),
                        property(origin, property.getKey(), of(property.getValue(), origin))))
            .toList(),
        origin);
  }

  private static Shape contrary(Items items, Origin origin) {
    return kinds(origin, Set.of(Kind.ARRAY))
        .and(
            items.tuple().isEmpty()
                ? new Contains(origin, of(items.rest(), origin), BigDecimal.ONE, null)
                : not(items, origin));
  }

  private static Shape contrary(Contains contains, Origin origin) {
    var array = kinds(origin, Set.of(Kind.ARRAY));
    var most = contains.most();
    if (most != null) {
      return array.and(new Contains(origin, contains.item(), most.add(BigDecimal.ONE), null));
    }
    return contains.least().compareTo(BigDecimal.ONE) == 0
        ? array.and(new Items(origin, List.of(), of(contains.item(), origin)))
        : array.and(
            new Contains(
                origin,
                contains.item(),
                BigDecimal.ZERO,
                contains.least().subtract(BigDecimal.ONE)));
  }

  private static Not not(Demand demand, Origin origin) {
    return new Not(origin, Shape.of(List.of(demand)));
  }

  private static Shape kinds(Origin origin, Set<Kind> kinds) {
    return Shape.of(List.of(kinds.isEmpty() ? new Never(origin) : new Types(origin, kinds)));
  }

  private static Shape object(Origin origin) {
    return kinds(origin, Set.of(Kind.OBJECT));
  }

  /** A demand on one property, should it be there. */
  private static Content property(Origin origin, String name, Shape shape) {
    return new Content(origin, Map.of(name, shape), Map.of(), Shape.ANY);
  }
}
