package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand.Contains;
import io.sensormine.registry.shape.Demand.Items;
import io.sensormine.registry.shape.Demand.Unique;
import io.sensormine.registry.shape.Shape;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/** What is certain of the arrays that fit a shape. */
final class Arrays {
  private final List<Items> items;
  private final List<Contains> contains;
  private final boolean unique;

  Arrays(Shape shape) {
    this.items = shape.demands(Items.class);
    this.contains = shape.demands(Contains.class);
    this.unique = !shape.demands(Unique.class).isEmpty();
  }

  boolean isUnique() {
    return unique;
  }

  List<Contains> contains() {
    return contains;
  }

  /** What the item of an index fits. */
  Shape item(int index) {
    return Shape.all(items.stream().map(demand -> demand.at(index)).toList());
  }

  /** Whether anything is said of items. */
  boolean isDescribed() {
    return !items.isEmpty();
  }

  /** How many items are described one by one; those after them are alike. */
  int described() {
    return items.stream().mapToInt(demand -> demand.tuple().size()).max().orElse(0);
  }

  /** How many items there may be. */
  Range count(Range declared, Containment containment) {
    var range = declared;
    for (var demand : contains) {
      range = range.atLeast(demand.least());
      if (isContradictory(demand, containment)) {
        return range.atMost(BigDecimal.ZERO);
      }
    }
    if (unique && described() == 0) {
      var values = new Facts(item(0), containment).values();
      if (values.isPresent()) {
        range = range.atMost(BigDecimal.valueOf(values.get().size()));
      }
    }
    for (int index = 0; index <= described() && !items.isEmpty(); index++) {
      if (containment.isEmpty(item(index))) {
        return range.atMost(BigDecimal.valueOf(index));
      }
    }
    return range;
  }

  /** Whether no array can contain so many such items, one at least. */
  private boolean isContradictory(Contains demand, Containment containment) {
    return demand.least().signum() > 0
        && (contains.stream().anyMatch(other -> isFewer(other, demand, containment))
            || IntStream.rangeClosed(0, described())
                .allMatch(index -> containment.isEmpty(item(index).and(demand.item()))));
  }

  private static boolean isFewer(Contains other, Contains demand, Containment containment) {
    var most = other.most();
    return most != null
        && most.compareTo(demand.least()) < 0
        && containment.implies(demand.item(), other.item());
  }
}
