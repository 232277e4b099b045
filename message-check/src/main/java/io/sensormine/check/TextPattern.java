package io.sensormine.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A schema's {@code pattern}: a regular expression of ECMA-262 that is looked for anywhere in a
 * text, in time linear in the text's length. Thread-safe.
 *
 * <p>It means what it means in ECMA-262 with the flag {@code u}: {@code \d} is 0 to 9, {@code \w} a
 * letter of ASCII, a digit or the underscore, {@code \s} ECMA's white space and line ends, U+00A0
 * and U+FEFF among them, {@code .} any code point but LF, CR, U+2028 and U+2029, and {@code ^} and
 * {@code $} the ends of the text, never of a line. Beyond that flag a backslash may stand before
 * any punctuation, and {@code ]} and <code>}</code> may stand for themselves.
 *
 * <p>Not taken is what has no linear time: look-around, back references, and repetition that
 * amounts to more than {@value #MAX_SIZE} steps once written out. Nor are groups nested more than
 * {@value #MAX_DEPTH} deep, flags inside the pattern, and properties of characters other than
 * general categories and scripts, which are those that RE2/J knows.
 */
public final class TextPattern {
  static final int MAX_SIZE = 2_000;
  static final int MAX_DEPTH = 50;

  private final Pattern pattern;

  private TextPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** What reading a pattern comes to. */
  public sealed interface Reading {
    /** It can be matched. */
    record Taken(TextPattern pattern) implements Reading {}

    /**
     * It is no regular expression.
     *
     * @param reason a sentence
     */
    record Malformed(String reason) implements Reading {}

    /**
     * It is one, but has something that is not taken.
     *
     * @param reason a sentence
     */
    record NotTaken(String reason) implements Reading {}
  }

  public static Reading read(String pattern) {
    try {
      return new Reading.Taken(new TextPattern(Pattern.compile(PatternTranslator.toRe2(pattern))));
    } catch (PatternRefusal refusal) {
      return refusal.malformed()
          ? new Reading.Malformed(refusal.reason())
          : new Reading.NotTaken(refusal.reason());
    } catch (PatternSyntaxException e) {
      return new Reading.NotTaken("RE2/J does not take it: " + e.getDescription() + ".");
    }
  }

  /** The pattern; empty where it is malformed or not taken. */
  public static Optional<TextPattern> of(String pattern) {
    return read(pattern) instanceof Reading.Taken(var taken)
        ? Optional.of(taken)
        : Optional.empty();
  }

  /** Whether it is found anywhere in a text. */
  public boolean matches(String text) {
    return pattern.matcher(text).find();
  }
}
