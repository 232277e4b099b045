package io.sensormine.check;

/** A pattern, read code point by code point. */
final class PatternReader {
  private static final int MAX_COUNT = 1_000_000;

  private final String pattern;
  private int at;

  PatternReader(String pattern) {
    this.pattern = pattern;
  }

  boolean isAtEnd() {
    return at == pattern.length();
  }

  int peek() {
    return pattern.codePointAt(at);
  }

  int peekOr(int atEnd) {
    return isAtEnd() ? atEnd : peek();
  }

  int next() throws PatternRefusal {
    if (isAtEnd()) {
      throw PatternRefusal.malformed("The pattern ends too early.");
    }
    int point = peek();
    at += Character.charCount(point);
    return point;
  }

  boolean take(char expected) {
    if (isAtEnd() || pattern.charAt(at) != expected) {
      return false;
    }
    at++;
    return true;
  }

  boolean take(String expected) {
    if (!pattern.startsWith(expected, at)) {
      return false;
    }
    at += expected.length();
    return true;
  }

  /** A decimal number of at least one digit. */
  int digits() throws PatternRefusal {
    int first = at;
    int number = 0;
    while (!isAtEnd() && peek() >= '0' && peek() <= '9') {
      number = Math.min(number * 10 + (next() - '0'), MAX_COUNT);
    }
    if (at == first) {
      throw PatternRefusal.malformed("A `{` begins a count, as in `{2,5}`; else write `\\{`.");
    }
    return number;
  }

  /** A hexadecimal number of so many digits. */
  int hex(int digits) throws PatternRefusal {
    int number = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw PatternRefusal.malformed("An escape by number lacks digits.");
      }
      number = number * 16 + digit;
    }
    return number;
  }

  /** The text up to a character, which is read too. */
  String until(char end) throws PatternRefusal {
    int to = pattern.indexOf(end, at);
    if (to < 0) {
      throw PatternRefusal.malformed("There is no `%s` where one must be.".formatted(end));
    }
    var text = pattern.substring(at, to);
    at = to + 1;
    return text;
  }

  /** A group's name, up to its closing bracket. */
  void name() throws PatternRefusal {
    var name = until('>');
    if (name.isEmpty() || !isNameStart(name.codePointAt(0)) || !isName(name)) {
      throw PatternRefusal.malformed("A group's name is an identifier.");
    }
  }

  private static boolean isNameStart(int point) {
    return point == '$' || point == '_' || Character.isUnicodeIdentifierStart(point);
  }

  private static boolean isName(String name) {
    return name.codePoints()
        .allMatch(point -> point == '$' || Character.isUnicodeIdentifierPart(point));
  }
}
