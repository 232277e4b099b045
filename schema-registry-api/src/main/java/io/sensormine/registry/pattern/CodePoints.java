package io.sensormine.registry.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A set of Unicode code points. Immutable. */
final class CodePoints {
  static final CodePoints NONE = new CodePoints(List.of());
  static final CodePoints ALL = range(0, Character.MAX_CODE_POINT);
  static final CodePoints DIGITS = range('0', '9');
  static final CodePoints WORD = DIGITS.or(range('A', 'Z')).or(range('a', 'z')).or(range('_', '_'));

  private static final CodePoints LINE_ENDS =
      range('\n', '\n').or(range('\r', '\r')).or(range(0x2028, 0x2029));

  /** ECMA-262's WhiteSpace and LineTerminator: the category Zs and some more. */
  static final CodePoints SPACE =
      LINE_ENDS
          .or(range('\t', '\t'))
          .or(range(0x0B, '\f'))
          .or(range(' ', ' '))
          .or(range(0xA0, 0xA0))
          .or(range(0x1680, 0x1680))
          .or(range(0x2000, 0x200A))
          .or(range(0x202F, 0x202F))
          .or(range(0x205F, 0x205F))
          .or(range(0x3000, 0x3000))
          .or(range(0xFEFF, 0xFEFF));

  /** What a dot stands for. */
  static final CodePoints IN_LINE = LINE_ENDS.complement();

  /** What a message may hold: neither U+0000 nor half a surrogate pair. */
  static final CodePoints TEXT =
      range(1, Character.MIN_SURROGATE - 1)
          .or(range(Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT));

  private final List<Range> ranges;

  private CodePoints(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /** Both ends included. */
  private record Range(int from, int to) {}

  /** Both ends included. */
  static CodePoints range(int from, int to) {
    return new CodePoints(List.of(new Range(from, to)));
  }

  CodePoints or(CodePoints other) {
    return complement().and(other.complement()).complement();
  }

  CodePoints and(CodePoints other) {
    var common = new ArrayList<Range>();
    int mine = 0;
    int theirs = 0;
    while (mine < ranges.size() && theirs < other.ranges.size()) {
      var a = ranges.get(mine);
      var b = other.ranges.get(theirs);
      if (Math.max(a.from, b.from) <= Math.min(a.to, b.to)) {
        common.add(new Range(Math.max(a.from, b.from), Math.min(a.to, b.to)));
      }
      if (a.to < b.to) {
        mine++;
      } else {
        theirs++;
      }
    }
    return new CodePoints(common);
  }

  CodePoints complement() {
    var gaps = new ArrayList<Range>();
    int from = 0;
    for (var range : ranges) {
      if (from < range.from) {
        gaps.add(new Range(from, range.from - 1));
      }
      from = range.to + 1;
    }
    if (from <= Character.MAX_CODE_POINT) {
      gaps.add(new Range(from, Character.MAX_CODE_POINT));
    }
    return new CodePoints(gaps);
  }

  boolean contains(int point) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      var range = ranges.get(middle);
      if (point < range.from) {
        high = middle - 1;
      } else if (point > range.to) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** Where the set begins and where it has just ended: membership changes nowhere else. */
  IntStream boundaries() {
    return ranges.stream().flatMapToInt(range -> IntStream.of(range.from, range.to + 1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodePoints points && ranges.equals(points.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return ranges.toString();
  }
}
