package io.sensormine.registry.containment;

import io.sensormine.registry.pattern.TextLanguage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks what patterns have in common, the same question once only. Not thread-safe. */
final class TextSearches {
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Integer.MAX_VALUE);

  /** A search that gives up has taken as long as a thousand ordinary steps. */
  private static final int COST_OF_GIVING_UP = 1_000;

  private static final int COST = 5;

  private final Effort effort;
  private final Map<Search, TextLanguage.Answer> answers = new HashMap<>();

  TextSearches(Effort effort) {
    this.effort = effort;
  }

  private record Search(List<String> matching, List<String> missing, Range length) {}

  /**
   * Whether there certainly is no text of a length that matches some patterns and misses others.
   *
   * @param length in code points
   */
  boolean findNone(List<String> matching, List<String> missing, Range length) {
    if (length.isEmpty()) {
      return true;
    }
    if (matching.isEmpty() && missing.isEmpty()) {
      return false;
    }
    var search = new Search(List.copyOf(matching), List.copyOf(missing), length);
    var known = answers.get(search);
    if (known == null) {
      known = effort.isSpent() ? new TextLanguage.Answer.Undecided() : find(search);
      answers.put(search, known);
    }
    return known instanceof TextLanguage.Answer.None;
  }

  private TextLanguage.Answer find(Search search) {
    var lower = search.length().lower();
    var upper = search.length().upper();
    var answer =
        TextLanguage.find(
            search.matching(),
            search.missing(),
            lower == null ? 0 : lower.min(LONGEST).intValue(),
            upper == null || upper.compareTo(LONGEST) > 0 ? null : upper.intValue());
    effort.spend(answer instanceof TextLanguage.Answer.Undecided ? COST_OF_GIVING_UP : COST);
    return answer;
  }
}
