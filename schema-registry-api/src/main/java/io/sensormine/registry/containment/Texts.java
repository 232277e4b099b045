package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand.Not;
import io.sensormine.registry.shape.Demand.Pattern;
import io.sensormine.registry.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What is certain of the texts that fit a shape.
 *
 * @param matching patterns that each matches
 * @param missing patterns that each misses
 */
record Texts(List<String> matching, List<String> missing) {
  static Texts of(Shape shape) {
    return new Texts(
        shape.demands(Pattern.class).stream().map(Pattern::regex).distinct().toList(),
        shape.demands(Not.class).stream()
            .flatMap(not -> not.shape().demands(Pattern.class).stream())
            .map(Pattern::regex)
            .distinct()
            .toList());
  }

  /**
   * Whether there certainly is no such text that misses some more patterns.
   *
   * @param length in code points
   */
  boolean hasNone(List<String> missed, Range length, Containment containment) {
    var all = new ArrayList<>(missing);
    all.addAll(missed);
    return containment.texts().findNone(matching, all, length);
  }

  /** The pattern that one text matches and no other. */
  static String exactly(String text) {
    var pattern = new StringBuilder("^");
    text.codePoints()
        .forEach(point -> {
          if (point < 128 && !Character.isLetterOrDigit(point) && point != '_' && point > ' ') {
            pattern.append('\\');
          }
          pattern.appendCodePoint(point);
        });
    return pattern.append('$').toString();
  }
}
