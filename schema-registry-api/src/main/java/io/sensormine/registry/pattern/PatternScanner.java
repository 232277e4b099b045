package io.sensormine.registry.pattern;

import org.jspecify.annotations.Nullable;

/** The code points of a pattern, one after another. Not thread-safe. */
final class PatternScanner {
  private static final int MAX_DIGITS = 6;

  private final int[] points;
  private int position;

  PatternScanner(String pattern) {
    points = pattern.codePoints().toArray();
  }

  /** Thrown where a pattern leaves what we read; caught where the reading began. */
  static final class OutsideSubset extends RuntimeException {
    OutsideSubset() {
      super("not in the subset", null, false, false);
    }
  }

  boolean atEnd() {
    return position == points.length;
  }

  boolean sees(int point) {
    return position < points.length && points[position] == point;
  }

  /** Goes past a code point if it is the next one. */
  boolean skip(int point) {
    if (!sees(point)) {
      return false;
    }
    position++;
    return true;
  }

  void require(int point) {
    if (!skip(point)) {
      throw new OutsideSubset();
    }
  }

  int next() {
    if (atEnd()) {
      throw new OutsideSubset();
    }
    return points[position++];
  }

  void back() {
    position--;
  }

  int position() {
    return position;
  }

  void position(int mark) {
    position = mark;
  }

  /** A decimal number, of which RE2/J takes no leading zero; null where there is none. */
  @Nullable Integer number() {
    int from = position;
    int value = 0;
    while (position < points.length && CodePoints.DIGITS.contains(points[position])) {
      if (position - from == MAX_DIGITS || (position > from && points[from] == '0')) {
        throw new OutsideSubset();
      }
      value = 10 * value + points[position++] - '0';
    }
    return position == from ? null : value;
  }

  /** So many hexadecimal digits. */
  int hex(int digits) {
    int value = 0;
    for (int index = 0; index < digits; index++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0 || points[position - 1] > '~') {
        throw new OutsideSubset();
      }
      value = 16 * value + digit;
    }
    return value;
  }
}
