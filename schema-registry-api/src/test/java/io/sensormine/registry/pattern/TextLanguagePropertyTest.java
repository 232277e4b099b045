package io.sensormine.registry.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.check.TextPattern;
import io.sensormine.registry.pattern.TextLanguage.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the search says about random patterns, held against RE2/J and many texts. */
class TextLanguagePropertyTest {
  private static final int QUESTIONS = 3_000;
  private static final int TEXTS = 400;
  private static final List<String> LETTERS =
      List.of("a", "b", "c", "1", "-", "\n", " ", "é", "😀");
  private static final List<String> ATOMS =
      List.of(
          "a",
          "b",
          "c",
          "1",
          "-",
          "é",
          "😀",
          ".",
          "\\d",
          "\\D",
          "\\w",
          "\\W",
          "\\s",
          "\\S",
          "[ab]",
          "[^a]",
          "[a-c1]",
          "[^\\d\\s]",
          "[b-]",
          "[\\w-]",
          "\\n",
          "\\x61",
          "\\.",
          "^",
          "$");
  private static final List<String> REPEATS =
      List.of("*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}", "*?", "+?", "??", "{1,2}?");

  private final Random random = new Random(20_260_721);
  private final Map<Class<?>, Integer> answers = new HashMap<>();

  private record Question(
      List<String> matching, List<String> missing, int min, @Nullable Integer max) {
    boolean admits(String text) {
      int length = text.codePointCount(0, text.length());
      return length >= min
          && (max == null || length <= max)
          && matching.stream().allMatch(pattern -> finds(pattern, text))
          && missing.stream().noneMatch(pattern -> finds(pattern, text));
    }

    private static boolean finds(String pattern, String text) {
      return TextPattern.of(pattern).orElseThrow().matches(text);
    }
  }

  @Test
  void neverContradictsTheLibrary() {
    for (int count = 0; count < QUESTIONS; count++) {
      var question = question();
      var answer =
          TextLanguage.find(question.matching, question.missing, question.min, question.max);
      answers.merge(answer.getClass(), 1, Integer::sum);
      switch (answer) {
        case Answer.Found found ->
            assertThat(question.admits(found.witness())).as("%s: %s", question, found).isTrue();
        case Answer.None none -> assertThat(counterexamples(question)).as("%s", question).isEmpty();
        case Answer.Undecided undecided -> {}
      }
    }
    assertThat(answers.get(Answer.Found.class)).isGreaterThan(QUESTIONS / 10);
    assertThat(answers.get(Answer.None.class)).isGreaterThan(QUESTIONS / 10);
    assertThat(answers.getOrDefault(Answer.Undecided.class, 0)).isLessThan(QUESTIONS / 100);
  }

  private List<String> counterexamples(Question question) {
    var texts = new ArrayList<String>();
    texts.add("");
    for (int count = 0; count < TEXTS; count++) {
      texts.add(text(1 + random.nextInt(6)));
    }
    return texts.stream().filter(question::admits).toList();
  }

  private Question question() {
    var matching = patterns(1 + random.nextInt(2));
    var missing = patterns(random.nextInt(3));
    int min = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
    Integer max = random.nextInt(4) == 0 ? min + random.nextInt(4) : null;
    return new Question(matching, missing, min, max);
  }

  private List<String> patterns(int count) {
    var patterns = new ArrayList<String>();
    for (int index = 0; index < count; index++) {
      var pattern = pattern(3);
      // most patterns in definitions are anchored, and searching ones hide mistakes
      patterns.add(random.nextInt(3) > 0 ? "^(?:" + pattern + ")$" : pattern);
    }
    return patterns;
  }

  private String pattern(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(6);
    return switch (kind) {
      case 0, 1 -> ATOMS.get(random.nextInt(ATOMS.size()));
      case 2, 3 -> pattern(depth - 1) + pattern(depth - 1);
      case 4 -> "(" + pattern(depth - 1) + "|" + pattern(depth - 1) + ")";
      default -> "(?:" + pattern(depth - 1) + ")" + REPEATS.get(random.nextInt(REPEATS.size()));
    };
  }

  private String text(int length) {
    var text = new StringBuilder();
    for (int index = 0; index < length; index++) {
      text.append(LETTERS.get(random.nextInt(LETTERS.size())));
    }
    return text.toString();
  }
}
