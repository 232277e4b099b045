package io.sensormine.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPatternTest {
  private static boolean finds(String pattern, String text) {
    return TextPattern.of(pattern).orElseThrow(() -> new AssertionError(pattern)).matches(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "b abc",
        "^a.c$ a😀c",
        "^\\u0061\\x62\\cI$ ab\t",
        "^\\uD83D\\uDE00$ 😀",
        "^\\u{1F600}$ 😀",
        "^[\\uD83D\\uDE00-\\uD83D\\uDE02]$ 😁",
        "^a\\/b$ a/b",
        "^(?<year>[0-9]{4})-(?<month>\\d\\d)$ 2026-11",
        "^[\\w-.]+$ a-b.c",
        "^[^]$ x",
        "^[a\\]]$ ]",
        "^a]}$ a]}",
        "^\\p{Lu}\\p{Script=Greek}$ Äα",
        "^[\\p{L}\\d]+$ é1",
        "\\bcat\\b the_cat:cat",
        "^(?:a|b)*?$ abba",
        "^a{2}b{1,}c{0,2}$ aabbc",
        "^[[&&]$ &",
        "^\\$\\^\\.\\*\\-\\_$ $^.*-_"
      })
  void findsWhatEcmaFinds(String pattern, String text) {
    assertThat(finds(pattern, text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"^\\d$ ٣", "^\\w$ é", "^\\s$ \u180E", "[] a", "^[^\\D]$ x", "^\\W$ a", "A a"})
  void doesNotFindWhatEcmaDoesNot(String pattern, String text) {
    assertThat(finds(pattern, text)).isFalse();
  }

  @Test
  void takesAnythingButALinesEndForADot() {
    for (int point : "\n\r\u2028\u2029".codePoints().toArray()) {
      assertThat(finds(".", Character.toString(point))).isFalse();
    }
    assertThat(finds("^.$", "\u0085")).isTrue();
    assertThat(finds("^a$", "a\n")).isFalse();
  }

  @Test
  void takesEcmasWhiteSpace() {
    for (int point : "\t\n\u000B\f\r \u00A0\u2003\u2028\u2029\u3000\uFEFF".codePoints().toArray()) {
      var space = Character.toString(point);
      assertThat(finds("^\\s$", space)).as(space).isTrue();
      assertThat(finds("^[^\\S]$", space)).as(space).isTrue();
      assertThat(finds("^\\S$", space)).as(space).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?=a)",
        "(?!a)b",
        "(?<=a)b",
        "(?<!a)b",
        "(a)\\1",
        "(?<x>a)\\k<x>",
        "a{1001}",
        "(a{100}){100}",
        "((a{10}){10}){30}",
        "(?i)a",
        "(?i:a)",
        "\\p{Emoji}",
        "\\p{Script=Klingon}"
      })
  void doesNotTakeWhatHasNoLinearTime(String pattern) {
    assertThat(TextPattern.read(pattern)).isInstanceOf(TextPattern.Reading.NotTaken.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(", ")", "[", "a**", "*", "^*", "a{", "a{2,1}", "a{,2}", "\\", "\\y", "\\u00", "[b-a]",
        "(?<1>a)", "\\07", "\\c1", "\\p"
      })
  void tellsWhatIsNoRegularExpression(String pattern) {
    assertThat(TextPattern.read(pattern)).isInstanceOf(TextPattern.Reading.Malformed.class);
  }

  @Test
  void boundsHowDeepGroupsNest() {
    assertThat(TextPattern.of("(".repeat(40) + "a" + ")".repeat(40))).isPresent();
    assertThat(TextPattern.of("(".repeat(100_000) + "a" + ")".repeat(100_000))).isEmpty();
    assertThat(TextPattern.of("(a{0,10}){0,100}")).isPresent();
  }

  /** A matcher that goes back to try again would be at it for longer than the universe is old. */
  @Test
  void endsOnATextThatHoldsABacktrackingMatcherForEver() {
    assertThat(finds("^(a+)+$", "a".repeat(100_000) + "!")).isFalse();
    assertThat(finds("^(a|a)*(a|a)*b$", "a".repeat(100_000))).isFalse();
    var check =
        MessageCheck.by(
            Json.json("{'not': {}, 'patternProperties': {'^(a+)+$': {'pattern': '^(a+)+$'}}}"));
    assertThat(check.accepts(Json.json("{'%s!': 1}".formatted("a".repeat(40_000))))).isFalse();
  }

  /** Where Java's own expressions mean the same, both find the same. */
  @Test
  void findsWhatJavaFindsByRandomPatterns() {
    int found = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      var random = new SplittableRandom(seed);
      var pattern = pattern(random, 3);
      var text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.append("ab1-".charAt(random.nextInt(4)));
      }
      boolean expected = Pattern.compile(pattern).matcher(text).find();
      assertThat(finds(pattern, text.toString()))
          .as("seed %d: %s in %s", seed, pattern, text)
          .isEqualTo(expected);
      found += expected ? 1 : 0;
    }
    assertThat(found).isBetween(4_000, 16_000);
  }

  private static String pattern(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 14 : 8)) {
      case 0 -> "a";
      case 1 -> "b";
      case 2 -> "\\d";
      case 3 -> "[ab]";
      case 4 -> "[^a-]";
      case 5 -> "^";
      case 6 -> "$";
      case 7 -> "\\W";
      case 8 -> "(" + pattern(random, depth - 1) + ")*";
      case 9 -> "(?:" + pattern(random, depth - 1) + "){1,2}";
      case 10 -> "(?:" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
      case 11 -> "(" + pattern(random, depth - 1) + ")?";
      default -> pattern(random, depth - 1) + pattern(random, depth - 1);
    };
  }
}
