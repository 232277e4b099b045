package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Demand.Not;
import io.sensormine.registry.shape.Demand.Required;
import io.sensormine.registry.shape.Fit;
import io.sensormine.registry.shape.Shape;
import io.sensormine.registry.shape.Truth;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares shapes. All that fits the writer fits the reader where each demand of the reader follows
 * from what is certain of the writer; where a demand does not follow from the whole writer, the
 * writer is split into cases and each is asked. Not thread-safe.
 */
public final class Containment {
  private final boolean lenient;
  private final Memory memory;
  private final Effort effort;

  private Containment(boolean lenient, Memory memory) {
    this.lenient = lenient;
    this.memory = memory;
    this.effort = memory.effort();
  }

  /**
   * A comparison.
   *
   * @param lenient whether a property that one side declares and the other, being open, does not
   *     mention is tolerated
   * @param effort how much work it may be; what is not proved by then counts as a gap
   */
  public static Containment of(boolean lenient, Effort effort) {
    return new Containment(lenient, new Memory(effort));
  }

  /** What the reader demands and the writer does not promise; empty where all that fits, fits. */
  public List<Gap> gaps(Shape writer, Shape reader) {
    return gaps(writer, reader, Place.ROOT);
  }

  List<Gap> gaps(Shape writer, Shape reader, Place place) {
    if (reader.isAny() || writer.demands().equals(reader.demands())) {
      return List.of();
    }
    if (!effort.spend() || !memory.deeper()) {
      return reader.demands().stream().map(demand -> missed(writer, demand, place)).toList();
    }
    try {
      return gaps(new Facts(writer, this), reader, place);
    } finally {
      memory.back();
    }
  }

  private List<Gap> gaps(Facts facts, Shape reader, Place place) {
    if (isEmpty(facts)) {
      return List.of();
    }
    var gaps = new ArrayList<Gap>();
    for (var demand : reader.demands()) {
      if (!facts.says(demand)) {
        gaps.addAll(gaps(facts, demand, place));
      }
    }
    return gaps.stream().allMatch(Gap::tolerated) ? gaps : byCases(facts, reader, place, gaps);
  }

  private List<Gap> gaps(Facts writer, Demand demand, Place place) {
    var values = writer.values();
    if (values.isPresent()) {
      int steps = Weight.steps(values.get().size(), Weight.of(demand));
      return effort.spend(steps)
              && values.get().stream().allMatch(value -> Fit.of(value, demand) == Truth.YES)
          ? List.of()
          : List.of(missed(writer.shape(), demand, place));
    }
    return Rules.gaps(demand, new Question(writer, place, this));
  }

  static Gap missed(Shape writer, Demand demand, Place place) {
    if (demand instanceof Required) {
      // were it required by the writer, it would not be missed
      return new Gap.Missed(place, demand, null);
    }
    var slot = Slot.of(demand);
    var counterpart =
        writer.demands().stream()
            .filter(own -> own.origin().isWritten() && Slot.of(own).equals(slot))
            .findFirst();
    return new Gap.Missed(place, demand, counterpart.orElse(null));
  }

  /** Those of the gaps that are left when the writer's cases are looked at one by one. */
  private List<Gap> byCases(Facts writer, Shape reader, Place place, List<Gap> gaps) {
    var cases = Cases.of(writer, reader, this);
    if (cases.isEmpty() || effort.isSpent()) {
      return gaps;
    }
    var left = new ArrayList<Gap>();
    for (var one : cases) {
      gaps(one, reader, place).stream()
          .filter(gap -> left.stream().noneMatch(gap::isSame))
          .forEach(left::add);
      if (effort.isSpent()) {
        return gaps;
      }
    }
    if (left.stream().allMatch(Gap::tolerated)) {
      return left;
    }
    var both = gaps.stream().filter(gap -> left.stream().anyMatch(gap::isSame)).toList();
    return both.stream().allMatch(Gap::tolerated) ? left : both;
  }

  /** Whether all that fits the writer certainly fits the reader, nothing being tolerated. */
  boolean implies(Shape writer, Shape reader) {
    return new Containment(false, memory).gaps(writer, reader, Place.ROOT).isEmpty();
  }

  /** Whether certainly nothing fits. */
  boolean isEmpty(Shape shape) {
    return !shape.isAny() && memory.isEmpty(shape, this);
  }

  boolean isEmpty(Facts facts) {
    if (facts.isImpossible()) {
      return true;
    }
    if (facts.values().isPresent()) {
      return false;
    }
    for (var not : facts.shape().demands(Not.class)) {
      if (implies(facts.shape().without(not), not.shape())) {
        return true;
      }
    }
    var cases = Cases.of(facts, this);
    return !cases.isEmpty() && cases.stream().allMatch(this::isEmpty);
  }

  /** Takes the steps of checking some values; false when there are not as many left. */
  boolean maySpend(int values, Shape shape) {
    return effort.spend(Weight.steps(values, Weight.of(shape)));
  }

  /** Takes steps for work that depends on how much there is to look at. */
  void spend(int steps) {
    effort.spend(steps);
  }

  TextSearches texts() {
    return memory.texts();
  }

  boolean isLenient() {
    return lenient;
  }
}
