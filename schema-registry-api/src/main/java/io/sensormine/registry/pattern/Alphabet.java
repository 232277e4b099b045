package io.sensormine.registry.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Code points that stand for all others: whatever belongs to the same of the given sets as one of
 * them can take its place.
 */
final class Alphabet {
  private static final int PRINTABLE_FROM = ' ';
  private static final int PRINTABLE_TO = '~';
  private static final int LAST_CONTROL = 0x9F;

  private Alphabet() {}

  /** One of each kind of code point that a text may hold; the most readable first. */
  static int[] of(Collection<CodePoints> sets) {
    var distinct = List.copyOf(new LinkedHashSet<>(sets));
    var best = new HashMap<BitSet, Integer>();
    candidates(distinct)
        .filter(CodePoints.TEXT::contains)
        .forEach(point -> best.merge(kind(point, distinct), point, Alphabet::better));
    return best.values().stream()
        .sorted(Comparator.comparingInt(Alphabet::rank).thenComparingInt(Integer::intValue))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Each kind begins at a boundary; those of printable ASCII are offered as well. */
  private static IntStream candidates(List<CodePoints> sets) {
    var points = new ArrayList<IntStream>();
    points.add(IntStream.rangeClosed(PRINTABLE_FROM, PRINTABLE_TO));
    points.add(IntStream.of(LAST_CONTROL + 1, 'é'));
    points.add(CodePoints.TEXT.boundaries());
    sets.forEach(set -> points.add(set.boundaries()));
    return points.stream().flatMapToInt(stream -> stream).distinct();
  }

  private static BitSet kind(int point, List<CodePoints> sets) {
    var kind = new BitSet();
    for (int index = 0; index < sets.size(); index++) {
      kind.set(index, sets.get(index).contains(point));
    }
    return kind;
  }

  private static int better(int one, int other) {
    return rank(other) < rank(one) || (rank(other) == rank(one) && other < one) ? other : one;
  }

  private static int rank(int point) {
    if (point >= 'a' && point <= 'z') {
      return 0;
    }
    if (CodePoints.WORD.contains(point)) {
      return 1;
    }
    if (point >= PRINTABLE_FROM && point <= PRINTABLE_TO) {
      return point == ' ' ? 3 : 2;
    }
    return point > LAST_CONTROL && Character.isLetter(point) ? 4 : 5;
  }
}
