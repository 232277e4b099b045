package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand.Contains;
import io.sensormine.registry.shape.Demand.Items;
import io.sensormine.registry.shape.Demand.Unique;
import io.sensormine.registry.shape.Kind;
import io.sensormine.registry.shape.Measure;
import io.sensormine.registry.shape.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The rules for arrays; each is named after its keyword. */
final class ArrayRules {
  private static final Set<Kind> ARRAY = Set.of(Kind.ARRAY);

  private ArrayRules() {}

  static List<Gap> uniqueItems(Unique unique, Question question) {
    var writer = question.writer();
    return question.answer(
        !writer.mayBe(ARRAY)
            || writer.arrays().isUnique()
            || isAtMost(writer.range(Measure.ITEMS), BigDecimal.ONE),
        unique);
  }

  /**
   * {@code prefixItems} and {@code items}: index by index, as far as either side tells them apart.
   */
  static List<Gap> items(Items items, Question question) {
    var writer = question.writer();
    if (!writer.mayBe(ARRAY)) {
      return Question.NO_GAP;
    }
    var gaps = byIndex(items, question);
    return gaps.isEmpty() || writer.arrays().isDescribed() ? gaps : question.answer(false, items);
  }

  private static List<Gap> byIndex(Items items, Question question) {
    var writer = question.writer();
    var gaps = new ArrayList<Gap>();
    var count = writer.range(Measure.ITEMS);
    int described = Math.max(items.tuple().size(), writer.arrays().described());
    for (int index = 0; index <= described; index++) {
      if (isAtMost(count, BigDecimal.valueOf(index))) {
        return gaps;
      }
      gaps.addAll(
          question.inside(
              index < described ? Integer.toString(index) : "*",
              writer.arrays().item(index),
              items.at(index)));
    }
    return gaps;
  }

  /** {@code contains} with {@code minContains} and {@code maxContains}. */
  static List<Gap> contains(Contains contains, Question question) {
    return question.answer(
        !question.writer().mayBe(ARRAY)
            || (hasLeast(contains, question) && hasMost(contains, question)),
        contains);
  }

  private static boolean hasLeast(Contains contains, Question question) {
    var arrays = question.writer().arrays();
    var containment = question.containment();
    if (contains.least().signum() == 0
        || arrays.contains().stream()
            .anyMatch(own ->
                own.least().compareTo(contains.least()) >= 0
                    && containment.implies(own.item(), contains.item()))) {
      return true;
    }
    var lower = question.writer().range(Measure.ITEMS).lower();
    if (lower == null || lower.compareTo(contains.least()) < 0) {
      return false;
    }
    int described = arrays.described();
    long certain =
        IntStream.range(0, lower.min(BigDecimal.valueOf(described)).intValue())
            .filter(index -> containment.implies(arrays.item(index), contains.item()))
            .count();
    var fitting = BigDecimal.valueOf(certain);
    if (containment.implies(arrays.item(described), contains.item())) {
      fitting = fitting.add(lower.subtract(BigDecimal.valueOf(described)).max(BigDecimal.ZERO));
    }
    return fitting.compareTo(contains.least()) >= 0;
  }

  private static boolean hasMost(Contains contains, Question question) {
    var most = contains.most();
    if (most == null || isAtMost(question.writer().range(Measure.ITEMS), most)) {
      return true;
    }
    var arrays = question.writer().arrays();
    var containment = question.containment();
    return arrays.contains().stream()
            .anyMatch(own -> {
              var bound = own.most();
              return bound != null
                  && bound.compareTo(most) <= 0
                  && containment.implies(contains.item(), own.item());
            })
        || atMostAmong(arrays, contains.item(), most, containment);
  }

  /** Whether few enough of the items can fit at all. */
  private static boolean atMostAmong(
      Arrays arrays, Shape item, BigDecimal most, Containment containment) {
    int described = arrays.described();
    long possible =
        IntStream.range(0, described)
            .filter(index -> !containment.isEmpty(arrays.item(index).and(item)))
            .count();
    return containment.isEmpty(arrays.item(described).and(item))
        && BigDecimal.valueOf(possible).compareTo(most) <= 0;
  }

  private static boolean isAtMost(Range range, BigDecimal limit) {
    var upper = range.upper();
    return upper != null && upper.compareTo(limit) <= 0;
  }
}
