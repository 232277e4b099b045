package io.sensormine.registry.pattern;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides by meaning what {@code pattern}s have in common. A pattern is searched for, not anchored;
 * it is read as messages are checked by it, see {@link io.sensormine.check.TextPattern}. A text
 * holds neither U+0000 nor half a surrogate pair.
 */
public final class TextLanguage {
  private TextLanguage() {}

  /** Whether there is such a text. */
  public sealed interface Answer {
    /** Proven: there is none. */
    record None() implements Answer {}

    /**
     * There is.
     *
     * @param witness a shortest one, in printable ASCII as far as can be
     */
    record Found(String witness) implements Answer {}

    /** A pattern is not regular, or this would take too long. */
    record Undecided() implements Answer {}
  }

  /**
   * Whether some text matches all of {@code matching} and none of {@code missing}. Takes a bounded
   * number of steps.
   *
   * @param minLength in code points, included
   * @param maxLength in code points, included; null for no limit
   */
  public static Answer find(
      List<String> matching, List<String> missing, int minLength, @Nullable Integer maxLength) {
    boolean isContradiction = !Collections.disjoint(matching, missing);
    if (isContradiction || (maxLength != null && maxLength < minLength)) {
      return new Answer.None();
    }
    var wanted = machines(matching);
    var unwanted = machines(missing);
    var answer = new TextSearch(wanted, unwanted).find(Math.max(minLength, 0), maxLength);
    boolean isComplete = wanted.size() + unwanted.size() == matching.size() + missing.size();
    // where fewer patterns leave no text, more of them do not either
    return answer instanceof Answer.Found && !isComplete ? new Answer.Undecided() : answer;
  }

  private static List<Nfa> machines(List<String> patterns) {
    return patterns.stream()
        .map(PatternParser::parse)
        .flatMap(Optional::stream)
        .map(Nfa::searching)
        .flatMap(Optional::stream)
        .toList();
  }
}
