package io.sensormine.registry.containment;

import io.sensormine.registry.pattern.TextLanguage;
import io.sensormine.registry.shape.Demand.Not;
import io.sensormine.registry.shape.Demand.Pattern;
import io.sensormine.registry.shape.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What is certain of the texts that fit a shape.
 *
 * @param matching patterns that each matches
 * @param missing patterns that each misses
 */
record Texts(List<String> matching, List<String> missing) {
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Integer.MAX_VALUE);

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
   * Looks for such a text that misses some more patterns.
   *
   * @param length in code points
   */
  TextLanguage.Answer find(List<String> missed, Range length) {
    var all = new ArrayList<>(missing);
    all.addAll(missed);
    return find(matching, all, length);
  }

  /** Looks for a text of a length that matches some patterns and misses others. */
  static TextLanguage.Answer find(List<String> matching, List<String> missing, Range length) {
    if (length.isEmpty()) {
      return new TextLanguage.Answer.None();
    }
    if (matching.isEmpty() && missing.isEmpty()) {
      return new TextLanguage.Answer.Undecided();
    }
    var lower = length.lower() == null ? BigDecimal.ZERO : length.lower();
    var upper = length.upper();
    return TextLanguage.find(
        matching,
        missing,
        lower.min(LONGEST).intValue(),
        upper == null || upper.compareTo(LONGEST) > 0 ? null : upper.intValue());
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
