package io.sensormine.check;

/** Reads a class such as {@code [a-z\d_]}, once its bracket is open. */
final class ClassReader {
  /** What stands for several code points, so that no range can begin or end with it. */
  private static final int SEVERAL = -1;

  private final PatternReader in;
  private final CharacterSet set = new CharacterSet();

  ClassReader(PatternReader in) {
    this.in = in;
  }

  String read() throws PatternRefusal {
    boolean negated = in.take('^');
    while (!in.take(']')) {
      int from = member();
      if (in.peekOr(']') != '-') {
        single(from);
        continue;
      }
      in.next();
      if (in.peekOr(0) == ']') {
        single(from);
        single('-');
        continue;
      }
      range(from, member());
    }
    return set.toClass(negated);
  }

  private void range(int from, int to) throws PatternRefusal {
    if (from == SEVERAL || to == SEVERAL) {
      // no range: the hyphen stands for itself, as in [\w-.]
      single(from);
      single('-');
      single(to);
    } else if (to < from) {
      throw PatternRefusal.malformed("A range in a class ends before it begins.");
    } else {
      set.add(from, to);
    }
  }

  private void single(int point) {
    if (point != SEVERAL) {
      set.add(point, point);
    }
  }

  private int member() throws PatternRefusal {
    return in.take('\\') ? new EscapeReader(in).insideClass(set, SEVERAL) : in.next();
  }
}
