package io.sensormine.registry.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code pattern} of ECMA-262 where it is regular. One for each pattern; not thread-safe.
 */
final class PatternParser {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_REPEAT = 1000;

  private final PatternScanner scanner;
  private final ClassParser classes;
  private int depth;

  private PatternParser(String pattern) {
    scanner = new PatternScanner(pattern);
    classes = new ClassParser(scanner);
  }

  /** Empty for what is outside the subset: look-around, back references, flags, properties. */
  static Optional<Expression> parse(String pattern) {
    var parser = new PatternParser(pattern);
    try {
      var expression = parser.choice();
      return parser.scanner.atEnd() ? Optional.of(expression) : Optional.empty();
    } catch (PatternScanner.OutsideSubset outside) {
      return Optional.empty();
    }
  }

  private Expression choice() {
    if (++depth > MAX_DEPTH) {
      throw new PatternScanner.OutsideSubset();
    }
    var branches = new ArrayList<Expression>();
    do {
      branches.add(sequence());
    } while (scanner.skip('|'));
    depth--;
    return branches.size() == 1 ? branches.getFirst() : new Expression.Choice(branches);
  }

  private Expression sequence() {
    var parts = new ArrayList<Expression>();
    while (!scanner.atEnd() && !scanner.sees('|') && !scanner.sees(')')) {
      parts.add(repeated(single()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Expression.Sequence(parts);
  }

  private Expression single() {
    int next = scanner.next();
    return switch (next) {
      case '^' -> new Expression.Begin();
      case '$' -> new Expression.End();
      case '.' -> new Expression.One(CodePoints.IN_LINE);
      case '(' -> group();
      case '[' -> new Expression.One(classes.rest());
      case '\\' -> new Expression.One(classes.escaped());
      case '*', '+', '?' -> throw new PatternScanner.OutsideSubset();
      case '{' -> {
        scanner.back();
        if (counts() != null) {
          throw new PatternScanner.OutsideSubset();
        }
        yield literal(scanner.next());
      }
      default -> literal(next);
    };
  }

  private static Expression literal(int point) {
    return new Expression.One(CodePoints.range(point, point));
  }

  private Expression group() {
    if (scanner.skip('?') && !scanner.skip(':')) {
      name();
    }
    var inner = choice();
    scanner.require(')');
    // a group around an assertion may be repeated, the assertion may not
    return inner instanceof Expression.Begin || inner instanceof Expression.End
        ? new Expression.Sequence(List.of(inner))
        : inner;
  }

  private void name() {
    scanner.require('<');
    int length = 0;
    while (!scanner.skip('>')) {
      if (!CodePoints.WORD.contains(scanner.next())) {
        throw new PatternScanner.OutsideSubset();
      }
      length++;
    }
    if (length == 0) {
      throw new PatternScanner.OutsideSubset();
    }
  }

  private Expression repeated(Expression body) {
    var counts = counts();
    if (counts == null) {
      return body;
    }
    scanner.skip('?');
    // ECMA-262 repeats no assertion, RE2/J nothing that is repeated already
    if (body instanceof Expression.Begin || body instanceof Expression.End || counts() != null) {
      throw new PatternScanner.OutsideSubset();
    }
    return new Expression.Repeat(body, counts.min, counts.max);
  }

  private record Counts(int min, @Nullable Integer max) {}

  /** Null where no repetition follows; a brace that begins none is a brace. */
  private @Nullable Counts counts() {
    if (scanner.skip('*')) {
      return new Counts(0, null);
    }
    if (scanner.skip('+')) {
      return new Counts(1, null);
    }
    if (scanner.skip('?')) {
      return new Counts(0, 1);
    }
    int mark = scanner.position();
    if (!scanner.skip('{')) {
      return null;
    }
    var min = scanner.number();
    Integer max = min;
    if (min != null && scanner.skip(',')) {
      max = scanner.number();
    }
    if (min == null || !scanner.skip('}')) {
      scanner.position(mark);
      return null;
    }
    if (min > MAX_REPEAT || (max != null && (max > MAX_REPEAT || max < min))) {
      throw new PatternScanner.OutsideSubset();
    }
    return new Counts(min, max);
  }
}
