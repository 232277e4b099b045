package io.sensormine.registry.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.registry.pattern.TextLanguage.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextLanguageTest {
  private static final Answer NONE = new Answer.None();
  private static final Answer UNDECIDED = new Answer.Undecided();

  private static Answer found(String witness) {
    return new Answer.Found(witness);
  }

  private static Answer outside(String inner, String outer) {
    return TextLanguage.find(List.of(inner), List.of(outer), 0, null);
  }

  private static Answer common(String one, String other) {
    return TextLanguage.find(List.of(one, other), List.of(), 0, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "^abc$ abc",
        "^abc$ ^[a-c]{3}$",
        "^a+$ ^a*$",
        "^(ab)+$ ^(?:ab)(ab)*$",
        "^[0-9]{4}-[0-9]{2}$ ^\\d+-\\d+$",
        "^[A-Z]{2}-\\d+$ ^[A-Z]{2}-[0-9]{1,}$",
        "^(cat|dog)$ ^[a-z]{3}$",
        "^a{2,4}$ ^a{1,5}$",
        "^a{2}$ aa",
        "abc b",
        "^$ ^a?$",
        "^a$ ^[^b]$",
        "^\\w$ ^\\S$",
        "^.$ ^[^\\n]$",
        "^[^\\n\\r\\u2028\\u2029]$ ^.$",
        "^\\u0041\\x42$ ^AB$",
        "^\\ud83d\\ude00$ ^.$",
        "^(?<year>\\d{4})$ ^\\d{4}$",
        "^a+?$ ^a+$",
        "^(a|b|c)$ ^[abc]$",
        "(^a|b) [ab]",
        "^(a|ab)(c|bcd)$ ^(ac|abcd|abc|abbcd)$",
        "a^b ^nothing$",
        "a$b ^nothing$",
        "^[a-z]{1,300}$ ^[a-z]{0,301}$",
        "^(([a-z0-9]+-)*[a-z0-9]+)$ ^[a-z0-9-]+$",
        "^[+-]?\\d+(\\.\\d+)?$ ^[-+.\\d]+$",
        "^x{,2}$ ^x\\{,2\\}$",
        "^[]-a]$ ^[]-a]$",
        "^\\/dev\\/\\w+$ ^/dev/.+$"
      })
  void findsThatOneLanguageLiesWithinAnother(String inner, String outer) {
    assertThat(outside(inner, outer)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "abc ^abc$ aabc",
        "^a*$ ^a+$ ``",
        "^[a-d]$ ^[a-c]$ d",
        "^\\d+$ ^\\d{1,3}$ 0000",
        "^a{1,5}$ ^a{2,4}$ a",
        "^[^b]$ ^a$ c",
        "^\\S$ ^\\w$ !",
        "a$ ^a$ aa",
        "(^a|b) ^a b",
        "b abc b",
        "^[A-Z]{2}-\\d+$ ^[A-Z]{2}-\\d{2,}$ AA-0",
        "^[\\w-.]$ ^[\\w.]$ -",
        "^[^\\x00-\\x1f]$ ^[\\x21-\\uffff]$ ` `",
        "^[à-ü]$ ^[à-é]$ ê",
        "^.$ ^[\\u0000-\\uffff]$ 𐀀"
      })
  void findsAShortestTextOfOneLanguageThatIsNotInAnother(
      String inner, String outer, String witness) {
    assertThat(outside(inner, outer)).isEqualTo(found(witness));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "^a ^b",
        "^[a-m]+$ ^[n-z]+$",
        "^\\d+$ ^\\D+$",
        "^a*$ ^b+$",
        "^(aa)+$ ^a(aa)*$",
        "^.{3}$ ^.{4}$",
        "^$ .",
        "x$^ ^x"
      })
  void findsThatLanguagesAreApart(String one, String other) {
    assertThat(common(one, other)).isEqualTo(NONE);
    assertThat(common(other, one)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "^a b$ ab",
        "^[a-m]+$ ^[m-z]+$ m",
        "^a*$ ^b*$ ``",
        "^(aa)+$ ^(aaa)+$ aaaaaa",
        "^temp_ _c$ temp_c",
        "$ ^ ``",
        "(^)+a (b|$)$ a"
      })
  void findsAShortestTextOfTwoLanguages(String one, String other, String witness) {
    assertThat(common(one, other)).isEqualTo(found(witness));
    assertThat(common(other, one)).isEqualTo(found(witness));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "^a{3,}$ 0 2 -",
        "^a{3,}$ 0 3 aaa",
        "^a{3,}$ 5 - aaaaa",
        "^a{0,3}$ 4 - -",
        "^(aaa)+$ 4 5 -",
        "^(aaa)+$ 4 6 aaaaaa",
        "^😀+$ 2 2 😀😀",
        "^$ 1 - -",
        "b 3 3 aab",
        "^a*$ 4 3 -",
        "^[ab]{1,8}$ 9 20000 -"
      })
  void keepsToTheLength(String pattern, int min, @Nullable Integer max, @Nullable String witness) {
    assertThat(TextLanguage.find(List.of(pattern), List.of(), min, max))
        .isEqualTo(witness == null ? NONE : found(witness));
  }

  @Test
  void findsATextWhereNoPatternIsGiven() {
    assertThat(TextLanguage.find(List.of(), List.of(), 0, null)).isEqualTo(found(""));
    assertThat(TextLanguage.find(List.of(), List.of(), 3, 3)).isEqualTo(found("aaa"));
    assertThat(TextLanguage.find(List.of(), List.of("^a"), 2, null)).isEqualTo(found("ba"));
    assertThat(TextLanguage.find(List.of(), List.of(""), 0, null)).isEqualTo(NONE);
  }

  @Test
  void takesSeveralPatternsTogether() {
    assertThat(TextLanguage.find(List.of("a", "b", "c"), List.of("ab", "^b"), 0, null))
        .isEqualTo(found("acb"));
    assertThat(TextLanguage.find(List.of("^[abc]$"), List.of("a", "b", "c"), 0, null))
        .isEqualTo(NONE);
  }

  @Test
  void knowsOfNoTextWithANulCharacter() {
    assertThat(TextLanguage.find(List.of("\\x00"), List.of(), 0, null)).isEqualTo(NONE);
    assertThat(outside("^[^a]+$", "^[^a\\u0000]+$")).isEqualTo(NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?=a)b",
        "(?<!a)b",
        "(a)\\1",
        "\\bword",
        "\\p{L}+",
        "(?i)abc",
        "(?P<name>a)",
        "[]a]",
        "[^]",
        "[[:alpha:]]",
        "[a-\\d]",
        "[b-a]",
        "^*",
        "a**",
        "a{2}{3}",
        "a{2,1}",
        "a{1001}",
        "((a{1000}){1000}){1000}",
        "((){1000}){1000}",
        "\\ca",
        "\\u{61}",
        "\\A",
        "\\Qa\\E",
        "\\ud83d",
        "\\",
        "(",
        ")",
        "[a",
        "+"
      })
  void leavesOpenWhatIsNotInTheSubset(String pattern) {
    assertThat(outside(pattern, "a")).isEqualTo(UNDECIDED);
    assertThat(outside("a", pattern)).isEqualTo(UNDECIDED);
    assertThat(outside(pattern, pattern)).isEqualTo(NONE);
    // the pattern does not matter where the others leave nothing
    assertThat(TextLanguage.find(List.of("^a$", pattern), List.of("a"), 0, null)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a.{25}$ a.{24}.$",
        "(a|b)*a(a|b){30}$ (b|a)*a(a|b){30}$",
        "^([a-z]{1,300}){1,300}$ ^.{1,9}$"
      })
  void givesUpWhereThereIsTooMuchToSearch(String inner, String outer) {
    assertThat(outside(inner, outer)).isEqualTo(UNDECIDED);
  }

  @Test
  void readsDeepNestingOnlySoFar() {
    var deep = "(".repeat(100_000) + "a" + ")".repeat(100_000);
    assertThat(outside(deep, "a")).isEqualTo(UNDECIDED);
    assertThat(outside("(".repeat(50) + "a" + ")".repeat(50), "a")).isEqualTo(NONE);
  }
}
