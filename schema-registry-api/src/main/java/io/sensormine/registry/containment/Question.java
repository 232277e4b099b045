package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Shape;
import java.util.List;

/**
 * What a rule is asked: whether a demand follows from a writer.
 *
 * @param writer whose values are too many to list
 * @param place where both stand
 */
record Question(Facts writer, Place place, Containment containment) {
  static final List<Gap> NO_GAP = List.of();

  /** The answer of a rule that only knows yes and no. */
  List<Gap> answer(boolean follows, Demand demand) {
    return follows ? NO_GAP : List.of(Containment.missed(writer.shape(), demand, place));
  }

  /** The gaps of something inside. */
  List<Gap> inside(String step, Shape writer, Shape reader) {
    return containment.gaps(writer, reader, place.step(step));
  }
}
