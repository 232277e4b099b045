package io.sensormine.registry.compatibility;

import io.sensormine.registry.shape.Demand.Content;
import io.sensormine.registry.shape.Demand.Items;
import io.sensormine.registry.shape.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a shape declares one step further down, whatever the message says. */
final class Declared {
  private Declared() {}

  /** Properties by name; items by index, and {@code *} for those after. */
  static Map<String, Shape> of(Shape shape) {
    var declared = properties(shape);
    for (var items : shape.demands(Items.class)) {
      for (int index = 0; index < items.tuple().size(); index++) {
        declared.putIfAbsent(Integer.toString(index), items.tuple().get(index));
      }
      declared.putIfAbsent("*", items.rest());
    }
    return declared;
  }

  /** Properties by name. */
  static Map<String, Shape> properties(Shape shape) {
    var declared = new LinkedHashMap<String, Shape>();
    for (var content : shape.demands(Content.class)) {
      if (content.origin().keyword().equals("properties")) {
        content.properties().keySet().forEach(name -> declared.put(name, at(shape, name)));
      }
    }
    return declared;
  }

  private static Shape at(Shape shape, String name) {
    return Shape.all(
        shape.demands(Content.class).stream()
            .filter(content -> content.properties().containsKey(name))
            .flatMap(content -> content.at(name).stream())
            .flatMap(List::stream)
            .toList());
  }
}
