package io.sensormine.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** A set of code points, written as a class of RE2/J. Not thread-safe. */
final class CharacterSet {
  static final String ANY_BUT_LINE_ENDS = "[^\\x{A}\\x{D}\\x{2028}\\x{2029}]";

  private static final List<Interval> DIGITS = List.of(new Interval('0', '9'));
  private static final List<Interval> WORD =
      List.of(
          new Interval('0', '9'),
          new Interval('A', 'Z'),
          new Interval('_', '_'),
          new Interval('a', 'z'));
  private static final List<Interval> SPACE =
      List.of(
          new Interval('\t', '\r'),
          new Interval(' ', ' '),
          new Interval(0xA0, 0xA0),
          new Interval(0x1680, 0x1680),
          new Interval(0x2000, 0x200A),
          new Interval(0x2028, 0x2029),
          new Interval(0x202F, 0x202F),
          new Interval(0x205F, 0x205F),
          new Interval(0x3000, 0x3000),
          new Interval(0xFEFF, 0xFEFF));
  private static final Set<String> CATEGORIES =
      Set.of(
          "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn",
          "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk",
          "Sm", "So", "Z", "Zl", "Zp", "Zs");

  /** From one code point to another, both among them. */
  private record Interval(int from, int to) {}

  private final List<Interval> intervals = new ArrayList<>();
  private final List<String> properties = new ArrayList<>();

  /** One code point. */
  static String of(int point) {
    return "\\x{%X}".formatted(point);
  }

  void add(int from, int to) {
    intervals.add(new Interval(from, to));
  }

  /** {@code \d}, {@code \W} and so on, by their letter. */
  void addEscaped(int letter) {
    var base =
        switch (Character.toLowerCase(letter)) {
          case 'd' -> DIGITS;
          case 'w' -> WORD;
          default -> SPACE;
        };
    intervals.addAll(Character.isUpperCase(letter) ? complement(base) : base);
  }

  /** {@code \p} of something or, negated, {@code \P} of it. */
  void addProperty(String property, boolean negated) throws PatternRefusal {
    int equals = property.indexOf('=');
    var key = equals < 0 ? "" : property.substring(0, equals);
    var name = property.substring(equals + 1);
    boolean category =
        (key.isEmpty() || key.equals("gc") || key.equals("General_Category"))
            && CATEGORIES.contains(name);
    boolean script = (key.equals("sc") || key.equals("Script")) && name.matches("[A-Za-z_]{4,40}");
    if (!category && !script) {
      throw PatternRefusal.unsupported(
          "`\\p{%s}` is not taken; general categories are, by their short names, and scripts: `\\p{Lu}`, `\\p{Script=Greek}`."
              .formatted(property));
    }
    properties.add((negated ? "\\P{" : "\\p{") + name + "}");
  }

  private static List<Interval> complement(List<Interval> sorted) {
    var complement = new ArrayList<Interval>();
    int from = 0;
    for (var interval : sorted.stream().sorted(Comparator.comparingInt(Interval::from)).toList()) {
      complement.add(new Interval(from, interval.from() - 1));
      from = interval.to() + 1;
    }
    complement.add(new Interval(from, Character.MAX_CODE_POINT));
    return complement;
  }

  String toClass(boolean negated) {
    if (intervals.isEmpty() && properties.isEmpty()) {
      // ECMA's [] finds nothing and [^] anything
      return negated ? "[\\x{0}-\\x{10FFFF}]" : "[^\\x{0}-\\x{10FFFF}]";
    }
    var text = new StringBuilder(negated ? "[^" : "[");
    for (var interval : intervals) {
      text.append(of(interval.from()));
      if (interval.to() != interval.from()) {
        text.append('-').append(of(interval.to()));
      }
    }
    properties.forEach(text::append);
    return text.append(']').toString();
  }
}
