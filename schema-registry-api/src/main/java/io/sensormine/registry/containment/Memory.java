package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Shape;
import java.util.IdentityHashMap;

/** What one comparison may spend and has found out. Not thread-safe. */
final class Memory {
  private final Effort effort;
  private final TextSearches texts;
  private final IdentityHashMap<Shape, Boolean> emptiness = new IdentityHashMap<>();

  Memory(Effort effort) {
    this.effort = effort;
    this.texts = new TextSearches(effort);
  }

  Effort effort() {
    return effort;
  }

  TextSearches texts() {
    return texts;
  }

  /** Whether certainly nothing fits a shape: as found before, or found now. */
  boolean isEmpty(Shape shape, Containment containment) {
    var known = emptiness.get(shape);
    if (known == null) {
      if (!effort.spend()) {
        return false;
      }
      known = containment.isEmpty(new Facts(shape, containment));
      emptiness.put(shape, known);
    }
    return known;
  }
}
