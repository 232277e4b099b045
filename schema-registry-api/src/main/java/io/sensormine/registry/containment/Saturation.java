package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Demand.Dependent;
import io.sensormine.registry.shape.Demand.Required;
import io.sensormine.registry.shape.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings about what a shape's required properties bring about by {@code dependentRequired} and
 * {@code dependentSchemas}. That holds of objects only.
 */
final class Saturation {
  private final List<Demand> certain = new ArrayList<>();
  private final Map<String, List<Dependent>> waiting = new LinkedHashMap<>();
  private final Set<String> required = new HashSet<>();
  private final Deque<Demand> ahead = new ArrayDeque<>();

  private Saturation() {}

  /**
   * The shape with all that follows.
   *
   * @param shape of objects only
   */
  static Shape of(Shape shape) {
    if (shape.demands(Dependent.class).isEmpty()) {
      return shape;
    }
    var saturation = new Saturation();
    saturation.ahead.addAll(shape.demands());
    while (!saturation.ahead.isEmpty()) {
      saturation.take(saturation.ahead.pop());
    }
    saturation.waiting.values().forEach(saturation.certain::addAll);
    return new Shape(saturation.certain, shape.sources());
  }

  private void take(Demand demand) {
    if (demand instanceof Dependent dependent && !required.contains(dependent.name())) {
      waiting.computeIfAbsent(dependent.name(), name -> new ArrayList<>()).add(dependent);
    } else if (demand instanceof Dependent dependent) {
      ahead.addAll(dependent.then().demands());
    } else {
      certain.add(demand);
      if (demand instanceof Required one && required.add(one.name())) {
        ahead.addAll(waiting.getOrDefault(one.name(), List.of()));
        waiting.remove(one.name());
      }
    }
  }
}
