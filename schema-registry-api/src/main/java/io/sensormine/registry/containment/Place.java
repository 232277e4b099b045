package io.sensormine.registry.containment;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in messages: the steps from the root, an item of an array being its index or {@code *}.
 */
public record Place(List<String> steps) {
  public static final Place ROOT = new Place(List.of());

  public Place {
    steps = List.copyOf(steps);
  }

  public Place step(String step) {
    var longer = new ArrayList<>(steps);
    longer.add(step);
    return new Place(longer);
  }

  /** Dotted; empty at the root. */
  @Override
  public String toString() {
    return String.join(".", steps);
  }
}
