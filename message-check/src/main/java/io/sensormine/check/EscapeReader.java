package io.sensormine.check;

/** Reads what follows a backslash. */
final class EscapeReader {
  private final PatternReader in;

  EscapeReader(PatternReader in) {
    this.in = in;
  }

  String outsideClass() throws PatternRefusal {
    int letter = in.peekOr(0);
    if ((letter >= '1' && letter <= '9') || letter == 'k') {
      throw PatternRefusal.notTaken("Back references are not taken");
    }
    var set = new CharacterSet();
    int point = insideClass(set, -1);
    return point < 0 ? set.toClass(false) : CharacterSet.of(point);
  }

  /**
   * The code point that is meant.
   *
   * @param set what takes in an escape that stands for several
   * @param several the answer then
   */
  int insideClass(CharacterSet set, int several) throws PatternRefusal {
    int letter = in.next();
    return switch (letter) {
      case 'd', 'D', 'w', 'W', 's', 'S' -> {
        set.addEscaped(letter);
        yield several;
      }
      case 'p', 'P' -> {
        if (!in.take('{')) {
          throw PatternRefusal.malformed("A property is written `\\p{…}`.");
        }
        set.addProperty(in.until('}'), letter == 'P');
        yield several;
      }
      default -> character(letter);
    };
  }

  private int character(int letter) throws PatternRefusal {
    return switch (letter) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'v' -> 0x0B;
      case 'f' -> '\f';
      case 'r' -> '\r';
      // outside of a class it has been read as a word's edge
      case 'b' -> '\b';
      case '0' -> zero();
      case 'x' -> in.hex(2);
      case 'u' -> unicode();
      case 'c' -> control();
      default -> itself(letter);
    };
  }

  private int zero() throws PatternRefusal {
    if (Character.isDigit(in.peekOr(0))) {
      throw PatternRefusal.malformed("Octal escapes are not taken; write `\\x0A`.");
    }
    return 0;
  }

  private int control() throws PatternRefusal {
    int letter = in.next();
    if (!isAsciiLetter(letter)) {
      throw PatternRefusal.malformed("`\\c` is followed by a letter from A to Z.");
    }
    return letter % 32;
  }

  private int unicode() throws PatternRefusal {
    if (in.take('{')) {
      var digits = in.until('}');
      if (!digits.matches("0*[0-9A-Fa-f]{1,6}")) {
        throw PatternRefusal.malformed("`\\u{…}` takes up to six hexadecimal digits.");
      }
      int point = Integer.parseInt(digits, 16);
      if (point > Character.MAX_CODE_POINT) {
        throw PatternRefusal.malformed("There is no code point beyond 10FFFF.");
      }
      return point;
    }
    int unit = in.hex(4);
    if (Character.isHighSurrogate((char) unit) && in.take("\\u")) {
      int second = in.hex(4);
      if (!Character.isLowSurrogate((char) second)) {
        throw PatternRefusal.unsupported("Half a surrogate pair is not taken.");
      }
      return Character.toCodePoint((char) unit, (char) second);
    }
    return unit;
  }

  private static int itself(int letter) throws PatternRefusal {
    if (Character.isLetterOrDigit(letter)) {
      throw PatternRefusal.malformed(
          "ECMA-262 has no escape `\\%s`.".formatted(Character.toString(letter)));
    }
    return letter;
  }

  private static boolean isAsciiLetter(int point) {
    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
  }
}
