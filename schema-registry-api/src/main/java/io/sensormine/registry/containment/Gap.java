package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Shape;
import org.jspecify.annotations.Nullable;

/** Something that the reader demands and the writer does not promise. */
public sealed interface Gap {
  Place place();

  /** What it is about; equal for the gaps of both directions that are about the same thing. */
  String about();

  /** Whether the lenient policy lets it pass. */
  boolean tolerated();

  /**
   * A demand that a value of the writer may miss.
   *
   * @param demand the reader's
   * @param counterpart the writer's demand about the same; null where it has none
   */
  record Missed(Place place, Demand demand, @Nullable Demand counterpart) implements Gap {
    @Override
    public String about() {
      return Slot.of(demand);
    }

    @Override
    public boolean tolerated() {
      return false;
    }
  }

  /**
   * A property that only one side declares, or properties of a pattern, or all others; the reader
   * may refuse what is there.
   *
   * @param keyword the one that declares it
   * @param place the property's
   * @param declaration the shape that the one side gives it
   * @param byReader whether that side is the reader
   */
  record OneSided(
      Place place, String keyword, Shape declaration, boolean byReader, boolean tolerated)
      implements Gap {
    @Override
    public String about() {
      return keyword;
    }
  }

  /** Whether both are the same gap, met in different cases of the writer. */
  default boolean isSame(Gap other) {
    return place().equals(other.place())
        && about().equals(other.about())
        && tolerated() == other.tolerated();
  }
}
