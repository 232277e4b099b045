package io.sensormine.registry.pattern;

/** Reads what stands for one code point: classes in brackets, and escapes. */
final class ClassParser {
  private final PatternScanner scanner;

  ClassParser(PatternScanner scanner) {
    this.scanner = scanner;
  }

  /** A class, whose bracket has been read. */
  CodePoints rest() {
    boolean negated = scanner.skip('^');
    if (scanner.sees(']')) {
      // empty in ECMA-262, the bracket itself in RE2/J
      throw new PatternScanner.OutsideSubset();
    }
    var all = CodePoints.NONE;
    while (!scanner.skip(']')) {
      all = all.or(item());
    }
    return negated ? all.complement() : all;
  }

  private CodePoints item() {
    var first = member();
    int mark = scanner.position();
    if (isSet(first) || !scanner.skip('-')) {
      return first;
    }
    if (scanner.sees(']')) {
      scanner.position(mark);
      return first;
    }
    var last = member();
    if (isSet(last) || only(last) < only(first)) {
      throw new PatternScanner.OutsideSubset();
    }
    return CodePoints.range(only(first), only(last));
  }

  private CodePoints member() {
    int point = scanner.next();
    if (point == '\\') {
      return escaped();
    }
    if (point == '[' && scanner.sees(':')) {
      // a POSIX class in RE2/J only
      throw new PatternScanner.OutsideSubset();
    }
    return CodePoints.range(point, point);
  }

  private static boolean isSet(CodePoints member) {
    return !member.equals(of(only(member)));
  }

  private static int only(CodePoints member) {
    return member.boundaries().findFirst().orElseThrow();
  }

  /** An escape, whose backslash has been read. */
  CodePoints escaped() {
    int point = scanner.next();
    return switch (point) {
      case 'd' -> CodePoints.DIGITS;
      case 'D' -> CodePoints.DIGITS.complement();
      case 'w' -> CodePoints.WORD;
      case 'W' -> CodePoints.WORD.complement();
      case 's' -> CodePoints.SPACE;
      case 'S' -> CodePoints.SPACE.complement();
      case 't' -> CodePoints.range('\t', '\t');
      case 'n' -> CodePoints.range('\n', '\n');
      case 'r' -> CodePoints.range('\r', '\r');
      case 'f' -> CodePoints.range('\f', '\f');
      case 'v' -> CodePoints.range(0x0B, 0x0B);
      case 'x' -> of(scanner.hex(2));
      case 'u' -> of(unit());
      default -> punctuation(point);
    };
  }

  private static CodePoints punctuation(int point) {
    boolean letterOrDigit = CodePoints.WORD.contains(point) && point != '_';
    if (letterOrDigit || point > '~') {
      throw new PatternScanner.OutsideSubset();
    }
    return of(point);
  }

  /** A code point, or the two surrogates of one. */
  private int unit() {
    int high = scanner.hex(4);
    if (high < Character.MIN_SURROGATE || high > Character.MAX_SURROGATE) {
      return high;
    }
    scanner.require('\\');
    scanner.require('u');
    int low = scanner.hex(4);
    if (!Character.isSurrogatePair((char) high, (char) low)) {
      throw new PatternScanner.OutsideSubset();
    }
    return Character.toCodePoint((char) high, (char) low);
  }

  private static CodePoints of(int point) {
    return CodePoints.range(point, point);
  }
}
