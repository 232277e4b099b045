package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Shape;
import java.util.Collection;

/** How much work it is to see whether one value fits. */
final class Weight {
  /** Values by demands that are checked in about the time of a step. */
  private static final int A_STEP = 256;

  /** A pattern is compiled for each text. */
  private static final int PATTERN = 100;

  private static final int MOST = 1_000_000;

  private Weight() {}

  /** The steps that checking some values takes. */
  static int steps(int values, long weight) {
    return (int) Math.min(values * weight / A_STEP, Integer.MAX_VALUE);
  }

  static long of(Shape shape) {
    return sum(shape.demands());
  }

  static long of(Demand demand) {
    long inside =
        switch (demand) {
          case Demand.Pattern pattern -> PATTERN;
          case Demand.Items items -> shapes(items.tuple()) + of(items.rest());
          case Demand.Contains contains -> of(contains.item());
          case Demand.Content content ->
              shapes(content.properties().values())
                  + shapes(content.patterns().values())
                  + (long) PATTERN * content.patterns().size()
                  + of(content.additional());
          case Demand.Names names -> of(names.name());
          case Demand.Dependent dependent -> of(dependent.then());
          case Demand.AnyOf any -> shapes(any.branches());
          case Demand.OneOf one -> shapes(one.branches());
          case Demand.Not not -> of(not.shape());
          case Demand.Conditional conditional ->
              of(conditional.condition()) + of(conditional.then()) + of(conditional.otherwise());
          default -> 0;
        };
    return Math.min(1 + inside, MOST);
  }

  private static long sum(Collection<Demand> demands) {
    return Math.min(demands.stream().mapToLong(Weight::of).sum(), MOST);
  }

  private static long shapes(Collection<Shape> shapes) {
    return Math.min(shapes.stream().mapToLong(Weight::of).sum(), MOST);
  }
}
