package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Shape;
import java.util.IdentityHashMap;

/** What one comparison may spend and has found out. Not thread-safe. */
final class Memory {
  /** Questions within questions, each some frames of the stack. */
  private static final int MAX_DEPTH = 200;

  private final Effort effort;
  private final TextSearches texts;
  private final IdentityHashMap<Shape, Boolean> emptiness = new IdentityHashMap<>();
  private int depth;

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

  /** Goes a level deeper; where that is too deep, the effort is spent. */
  boolean deeper() {
    if (depth == MAX_DEPTH) {
      effort.spend(Integer.MAX_VALUE);
      return false;
    }
    depth++;
    return true;
  }

  void back() {
    depth--;
  }

  /** Whether certainly nothing fits a shape: as found before, or found now. */
  boolean isEmpty(Shape shape, Containment containment) {
    var known = emptiness.get(shape);
    if (known == null) {
      if (!effort.spend() || !deeper()) {
        return false;
      }
      try {
        known = containment.isEmpty(new Facts(shape, containment));
      } finally {
        back();
      }
      emptiness.put(shape, known);
    }
    return known;
  }
}
