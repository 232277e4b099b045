package io.sensormine.check;

import org.jspecify.annotations.Nullable;

/** Which texts are taken; lengths are in code points. */
final class TextRule {
  static final TextRule ANY = new TextRule(true, 0, Integer.MAX_VALUE, null);
  static final TextRule NONE = new TextRule(false, 0, Integer.MAX_VALUE, null);

  private final boolean taken;
  private final int minLength;
  private final int maxLength;
  private final @Nullable TextPattern pattern;

  TextRule(boolean taken, int minLength, int maxLength, @Nullable TextPattern pattern) {
    this.taken = taken;
    this.minLength = minLength;
    this.maxLength = maxLength;
    this.pattern = pattern;
  }

  boolean accepts(String text) {
    return taken && isLongEnough(text) && (pattern == null || pattern.matches(text));
  }

  private boolean isLongEnough(String text) {
    int units = text.length();
    // a code point has one unit or two
    if (units <= maxLength && units / 2 >= minLength) {
      return true;
    }
    int length = text.codePointCount(0, units);
    return length >= minLength && length <= maxLength;
  }
}
