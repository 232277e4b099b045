package io.sensormine.check;

/**
 * Turns a regular expression of ECMA-262 into one of RE2/J that finds the same. Every group becomes
 * one that captures nothing, every character its number: no name, flag or special character of one
 * language is left to be taken for something else in the other.
 */
final class PatternTranslator {
  private static final int MAX_REPEAT = 1_000;
  private static final int UNBOUNDED = -1;

  private final PatternReader in;
  private final StringBuilder out = new StringBuilder();

  private PatternTranslator(String pattern) {
    this.in = new PatternReader(pattern);
  }

  static String toRe2(String pattern) throws PatternRefusal {
    var translator = new PatternTranslator(pattern);
    translator.alternatives(0);
    if (!translator.in.isAtEnd()) {
      throw PatternRefusal.malformed("There is a `)` that closes nothing.");
    }
    return translator.out.toString();
  }

  /** Up to the group's end; how many steps it takes once written out. */
  private long alternatives(int depth) throws PatternRefusal {
    if (depth > TextPattern.MAX_DEPTH) {
      throw PatternRefusal.unsupported("Groups may nest %d deep.".formatted(TextPattern.MAX_DEPTH));
    }
    long size = 1;
    while (!in.isAtEnd() && in.peek() != ')') {
      if (in.take('|')) {
        out.append('|');
        size++;
      } else {
        size += term(depth);
      }
      if (size > TextPattern.MAX_SIZE) {
        throw PatternRefusal.notTaken(
            "Written out, its repetitions amount to more than %,d steps"
                .formatted(TextPattern.MAX_SIZE));
      }
    }
    return size;
  }

  private long term(int depth) throws PatternRefusal {
    if (assertion()) {
      if (isQuantifier()) {
        throw PatternRefusal.malformed("`^`, `$`, `\\b` and `\\B` cannot be repeated.");
      }
      return 1;
    }
    if (isQuantifier()) {
      throw PatternRefusal.malformed(
          "There is nothing that `%s` could repeat.".formatted(Character.toString(in.peek())));
    }
    return quantified(atom(depth));
  }

  private boolean isQuantifier() {
    return !in.isAtEnd() && "*+?{".indexOf(in.peek()) >= 0;
  }

  private boolean assertion() {
    if (in.take('^')) {
      out.append("\\A");
    } else if (in.take('$')) {
      out.append("\\z");
    } else if (in.take("\\b")) {
      out.append("\\b");
    } else if (in.take("\\B")) {
      out.append("\\B");
    } else {
      return false;
    }
    return true;
  }

  private long atom(int depth) throws PatternRefusal {
    if (in.take('(')) {
      group();
      out.append("(?:");
      long size = alternatives(depth + 1);
      if (!in.take(')')) {
        throw PatternRefusal.malformed("A group is not closed.");
      }
      out.append(')');
      return size;
    }
    if (in.take('.')) {
      out.append(CharacterSet.ANY_BUT_LINE_ENDS);
    } else if (in.take('[')) {
      out.append(new ClassReader(in).read());
    } else if (in.take('\\')) {
      out.append(new EscapeReader(in).outsideClass());
    } else {
      out.append(CharacterSet.of(in.next()));
    }
    return 1;
  }

  private void group() throws PatternRefusal {
    if (!in.take('?')) {
      return;
    }
    if (in.take('=') || in.take('!') || in.take("<=") || in.take("<!")) {
      throw PatternRefusal.notTaken("Look-ahead and look-behind are not taken");
    }
    if (in.take('<')) {
      in.name();
    } else if (!in.take(':')) {
      throw PatternRefusal.unsupported("Flags inside a pattern are not taken.");
    }
  }

  private long quantified(long size) throws PatternRefusal {
    int min;
    int max;
    if (in.take('*')) {
      min = 0;
      max = UNBOUNDED;
      out.append('*');
    } else if (in.take('+')) {
      min = 1;
      max = UNBOUNDED;
      out.append('+');
    } else if (in.take('?')) {
      min = 0;
      max = 1;
      out.append('?');
    } else if (in.take('{')) {
      min = count();
      max = in.take(',') ? (in.peekOr('}') == '}' ? UNBOUNDED : count()) : min;
      if (!in.take('}') || (max != UNBOUNDED && max < min)) {
        throw PatternRefusal.malformed("A `{` begins a count, as in `{2,5}`; else write `\\{`.");
      }
      braces(min, max);
    } else {
      return size;
    }
    // whether it takes as little as possible makes no difference to whether it is found
    in.take('?');
    return size * Math.max(1, max == UNBOUNDED ? min + 1 : max);
  }

  private void braces(int min, int max) {
    out.append('{').append(min);
    if (max != min) {
      out.append(',');
      if (max != UNBOUNDED) {
        out.append(max);
      }
    }
    out.append('}');
  }

  private int count() throws PatternRefusal {
    int count = in.digits();
    if (count > MAX_REPEAT) {
      throw PatternRefusal.notTaken(
          "Something is repeated more than %,d times".formatted(MAX_REPEAT));
    }
    return count;
  }
}
